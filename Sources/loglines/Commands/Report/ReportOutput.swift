import ArgumentParser
import Glibc

/// Where a report goes: stdout, or a file, which has its name only once it is whole. What is no plain file (a device, a link, a
/// pipe) is written to as it is.
struct ReportOutput {
    private var bytes: [UInt8] = []
    private let descriptor: Int32
    private let path: String?
    /// Where it stands until it is whole; nil: where it shall be.
    private let temporary: String?

    /// - Parameter path: nil: stdout.
    /// - Throws: The end of the program, after one line that says why the file cannot be made.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            (descriptor, temporary) = (STDOUT_FILENO, nil)
            return
        }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            (descriptor, temporary) = (open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644), nil)
        } else {
            let name = "\(path).\(getpid()).tmp"
            (descriptor, temporary) = (open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644), name)
        }
        guard descriptor >= 0 else { throw failure() }
    }

    /// Takes the next piece.
    mutating func write(_ text: String) throws {
        bytes.append(contentsOf: text.utf8)
        if bytes.count > 1 << 16 { try flush() }
    }

    /// Writes what is left.
    mutating func finish() throws {
        try flush()
        guard let path else { return }
        guard close(descriptor) == 0 else { throw failure() }
        if let temporary, rename(temporary, path) != 0 { throw failure() }
    }

    private mutating func flush() throws {
        do {
            try writeOutput(bytes, to: descriptor, name: path ?? "stdout")
        } catch {
            if let temporary { unlink(temporary) }
            throw error
        }
        bytes.removeAll(keepingCapacity: true)
    }

    private func failure() -> ExitCode {
        printError("cannot write \(path ?? "stdout"): \(String(cString: strerror(errno)))")
        return .failure
    }
}
