import Glibc

/// Where lines go: a file, which is opened anew when it was renamed or removed as log rotation does, or standard output.
/// Only whole lines are written, as many at once as there are.
final class LineOutput {
    private let path: String?
    private var descriptor: Int32

    /// Opens a file at its end, making it and its directory where they are missing.
    /// - Parameters:
    ///   - path: The file; nil: standard output.
    ///   - replacing: Whether what it holds goes.
    /// - Throws: ``GeneratorError`` naming the file.
    init(path: String?, replacing: Bool = false) throws {
        // What cannot be opened must not be closed: so there is no output before there is a descriptor of its own.
        if let path { try makeDirectory(above: path) }
        descriptor = try path.map { try LineOutput.open($0, replacing ? O_TRUNC : 0) } ?? STDOUT_FILENO
        self.path = path
    }

    deinit {
        if path != nil { close(descriptor) }
    }

    /// Writes lines.
    /// - Parameters:
    ///   - lines: Whole lines, each with its newline.
    ///   - isStopping: Asked when the system takes no more for now: once true, no more than the begun line is written.
    /// - Returns: Whether the reader is still there.
    /// - Throws: ``GeneratorError`` naming the file.
    func write(_ lines: [UInt8], isStopping: () -> Bool) throws -> Bool {
        if let path { try reopenIfRotated(path) }
        var end = lines.count
        var written = 0
        while written < end {
            let count = lines[written..<end].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { written += count }
            if count < 0 && errno == EPIPE { return false }
            if count < 0 && errno != EINTR {
                throw GeneratorError("cannot write to \(path ?? "standard output")", errno: errno)
            }
            if written < end && isStopping() {
                end = LineOutput.endOfLine(in: lines, from: written)
            }
        }
        return true
    }

    /// Where the line ends that is begun before a position; the position itself when a line begins there.
    private static func endOfLine(in lines: [UInt8], from position: Int) -> Int {
        if position == 0 || lines[position - 1] == UInt8(ascii: "\n") { return position }
        return (lines[position...].firstIndex(of: UInt8(ascii: "\n")) ?? lines.count - 1) + 1
    }

    private func reopenIfRotated(_ path: String) throws {
        var ours = stat()
        var named = stat()
        if fstat(descriptor, &ours) == 0, stat(path, &named) == 0, ours.st_ino == named.st_ino,
            ours.st_dev == named.st_dev
        {
            return
        }
        try makeDirectory(above: path)
        let opened = try LineOutput.open(path)
        close(descriptor)
        descriptor = opened
    }

    private static func open(_ path: String, _ flags: Int32 = 0) throws -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw GeneratorError("cannot open \(path)", errno: errno) }
        return descriptor
    }
}

/// Makes the directory that a file is to be in, with those above it.
private func makeDirectory(above path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let directory = String(path[..<slash])
    if mkdir(directory, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw GeneratorError("cannot make \(directory)", errno: errno) }
    try makeDirectory(above: directory)
    guard mkdir(directory, 0o755) == 0 || errno == EEXIST else {
        throw GeneratorError("cannot make \(directory)", errno: errno)
    }
}
