import Glibc

/// A log file that lines are looked up in.
final class LogFile {
    private let stream: UnsafeMutablePointer<FILE>

    /// Opens a file; nil when it cannot be read, and errno says why.
    init?(_ path: String) {
        guard let stream = fopen(path, "r") else { return nil }
        self.stream = stream
    }

    deinit { fclose(stream) }

    /// What the kernel knows it by; nil for a directory or a device.
    var identity: (device: UInt64, inode: UInt64)? {
        var status = stat()
        guard fstat(fileno(stream), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (UInt64(status.st_dev), UInt64(status.st_ino))
    }

    /// A line by its number, from 1, and the byte at which it begins.
    func line(number: Int) -> (line: [UInt8], offset: UInt64)? {
        rewind(stream)
        var offset: UInt64 = 0
        for current in 1...number {
            guard let line = stream.nextLine() else { return nil }
            if current == number {
                // The tail leaves out the hole that a writer makes behind copytruncate.
                let hole = line.prefix { $0 == 0 }.count
                return (Array(line.dropFirst(hole)), offset + UInt64(hole))
            }
            offset = UInt64(ftell(stream))
        }
        return nil
    }

    /// The line that begins at a byte.
    func line(at offset: UInt64) -> [UInt8]? {
        guard let offset = Int(exactly: offset), fseek(stream, max(0, offset - 1), SEEK_SET) == 0 else { return nil }
        // The byte before it ends another line.
        if offset > 0, getc(stream) != Int32(UInt8(ascii: "\n")) { return nil }
        return stream.nextLine()
    }
}

extension UnsafeMutablePointer<FILE> {
    /// The next line without its line feed; nil at the end.
    package func nextLine() -> [UInt8]? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        let count = getline(&buffer, &capacity, self)
        guard count > 0, let buffer else { return nil }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
        return Array(bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...])
    }
}
