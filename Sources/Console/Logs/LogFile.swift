import CLinux
import Glibc

/// The log file of a process, read as supervisord's interface reads one: by offsets in bytes.
struct LogFile {
    /// Why nothing is read.
    enum Problem: Error, Equatable {
        /// There is no file.
        case missing
        /// Offset and length do not go together.
        case badArguments
        /// The system's words.
        case failed(String)
    }

    /// The most that is read at once.
    static let most = 8 << 20

    let path: String

    /// Reads from an offset on, or with a negative one so many bytes of the end.
    /// - Parameter length: How many bytes; 0: all that there are, at most ``most``.
    func read(offset: Int, length: Int) throws(Problem) -> [UInt8] {
        guard length == 0 || (offset >= 0 && length > 0) else { throw .badArguments }
        return try withFile { (descriptor, size) throws(Problem) in
            let start = offset < 0 ? max(0, size + max(offset, -size)) : offset
            let wanted = offset < 0 || length == 0 ? size - start : min(length, size - start)
            return try bytes(descriptor, from: start, count: min(max(0, wanted), Self.most))
        }
    }

    /// Reads the end, as supervisord's `tailProcessStdoutLog` does: the last `length` bytes, also when fewer have been added
    /// since an offset; none when none have.
    /// - Returns: The bytes, where the file ends, and whether more than these have been added.
    func tail(offset: Int, length: Int) throws(Problem) -> (bytes: [UInt8], end: Int, overflow: Bool) {
        let (offset, length) = (Int(Int32(clamping: offset)), min(max(0, length), Self.most))
        return try withFile { (descriptor, size) throws(Problem) in
            let count = offset >= size ? 0 : min(length, size)
            return (try bytes(descriptor, from: size - count, count: count), size, size > offset + length)
        }
    }

    private func withFile<Value>(
        _ body: (Int32, Int) throws(Problem) -> Value
    ) throws(Problem) -> Value {
        let descriptor = clinux_open(path, O_RDONLY, 0)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing : .failed(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw .failed(String(cString: strerror(errno))) }
        return try body(descriptor, size)
    }

    private func bytes(_ descriptor: Int32, from start: Int, count: Int) throws(Problem) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = buffer.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, start + filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .failed(String(cString: strerror(errno))) }
            if got == 0 { break }
            filled += got
        }
        return Array(buffer[..<filled])
    }
}
