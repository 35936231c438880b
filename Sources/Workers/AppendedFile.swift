import CLinux
import Glibc

/// A file that whole lines are appended to. It follows its path: after logrotate has moved the file away, a new one is made.
struct AppendedFile {
    /// The file's path.
    let path: String

    /// The file's identity, and its size after the last append.
    private(set) var inode: UInt64 = 0
    private(set) var size = 0

    private var descriptor: OwnedDescriptor?

    init(path: String) { self.path = path }

    /// Appends lines, each with a newline, and leaves no half line behind. They are on the disk afterwards: Redis, which is
    /// told of it next, may remember longer after a power cut than the kernel's cache.
    /// - Returns: How many lines were written: all, or fewer when the disk became full on the way (at least one).
    /// - Throws: ``FileError`` when not even one line could be written.
    mutating func append(_ lines: some Collection<[UInt8]>) throws -> Int {
        let descriptor = try reopenIfMoved()
        var buffer: [UInt8] = []
        buffer.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
        for line in lines {
            buffer.append(contentsOf: line)
            buffer.append(UInt8(ascii: "\n"))
        }
        let (written, failure) = descriptor.write(buffer)
        guard let failure else {
            guard fdatasync(descriptor.number) == 0 else { throw undo(descriptor, FileError(path, "write")) }
            size += written
            return lines.count
        }
        var (whole, count) = (0, 0)
        for line in lines {
            guard whole + line.count + 1 <= written else { break }
            whole += line.count + 1
            count += 1
        }
        guard ftruncate(descriptor.number, off_t(size + whole)) == 0 else { throw FileError(path, "truncate") }
        guard count > 0 else { throw FileError(path, "write", failure) }
        guard fdatasync(descriptor.number) == 0 else { throw undo(descriptor, FileError(path, "write")) }
        size += whole
        return count
    }

    /// Takes back what was written since the last append: it would be there twice after the next try.
    private func undo(_ descriptor: OwnedDescriptor, _ error: FileError) -> FileError {
        ftruncate(descriptor.number, off_t(size)) == 0 ? error : FileError(path, "truncate")
    }

    /// Cuts the file back, if it is longer. It is made when it is not there.
    /// - Returns: How many bytes were cut off; nil: another file stands there, and is left alone.
    /// - Throws: ``FileError``.
    mutating func cut(to size: Int, ifInode inode: UInt64) throws -> Int? {
        let descriptor = try reopenIfMoved()
        guard self.inode == inode else { return nil }
        guard self.size > size else { return 0 }
        guard ftruncate(descriptor.number, off_t(size)) == 0 else { throw FileError(path, "truncate") }
        defer { self.size = size }
        return self.size - size
    }

    private mutating func reopenIfMoved() throws -> OwnedDescriptor {
        var status = stat()
        let exists = stat(path, &status) == 0
        if let descriptor, exists, UInt64(status.st_ino) == inode {
            // Somebody may have truncated it (copytruncate).
            size = Int(status.st_size)
            return descriptor
        }
        try makeFolder()
        let number = clinux_open(path, O_WRONLY | O_CREAT | O_APPEND, 0o640)
        guard number >= 0 else { throw FileError(path, "open") }
        let opened = OwnedDescriptor(number)
        guard fstat(number, &status) == 0 else { throw FileError(path, "stat") }
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        descriptor = opened
        return opened
    }

    private func makeFolder() throws {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        guard mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw FileError(folder, "make the folder") }
    }
}

/// A file that could not be worked with, in one line: `logs/other.log: cannot write: No space left on device`.
struct FileError: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ action: String, _ code: Int32 = errno) {
        description = "\(path): cannot \(action): \(String(cString: strerror(code)))"
    }
}

/// A file descriptor that is closed with its last user.
final class OwnedDescriptor {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Writes all bytes, or as many as go.
    /// - Returns: How many were written, and what stopped it.
    func write(_ bytes: [UInt8]) -> (written: Int, failure: Int32?) {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    return (written, errno)
                }
            }
            return (written, nil)
        }
    }
}
