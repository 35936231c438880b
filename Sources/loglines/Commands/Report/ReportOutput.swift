import ArgumentParser
import Glibc

/// Where a report goes: stdout, or a file, which has its name only once it is whole.
struct ReportOutput {
    private var bytes: [UInt8] = []
    private let descriptor: Int32
    private let path: String?
    private var temporary: String { "\(path ?? "").\(getpid()).tmp" }

    /// - Parameter path: nil: stdout.
    /// - Throws: The end of the program, after one line that says why the file cannot be made.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = open("\(path).\(getpid()).tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
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
        guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw failure() }
    }

    private mutating func flush() throws {
        do {
            try writeOutput(bytes, to: descriptor, name: path ?? "stdout")
        } catch {
            if path != nil { unlink(temporary) }
            throw error
        }
        bytes.removeAll(keepingCapacity: true)
    }

    private func failure() -> ExitCode {
        printError("cannot write \(path ?? "stdout"): \(String(cString: strerror(errno)))")
        return .failure
    }
}
