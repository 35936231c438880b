import CLinux
import Glibc

/// A file that cannot be read, and why; one line for the user.
struct FileError: Error, Equatable, CustomStringConvertible {
    let path: String
    let reason: String

    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    init(path: String, code: Int32) {
        self.init(path: path, reason: String(cString: strerror(code)))
    }

    /// `/var/log/access.log: Permission denied`.
    var description: String { "\(path): \(reason)" }
}

/// `SEEK_DATA` of lseek(2), which Glibc shows to programs with `_GNU_SOURCE` only.
private let seekData: Int32 = 3

/// A regular file open for reading, closed with its last user. It stays readable when it is renamed or deleted.
final class OpenFile {
    /// The path at which it was opened; it may have another name by now.
    let path: String
    let descriptor: Int32

    /// Opens a file; nil when there is none.
    /// - Throws: ``FileError`` when it may not be read or is not a regular file.
    static func open(_ path: String) throws(FileError) -> OpenFile? {
        // A pipe without a writer would block the open.
        let descriptor = clinux_open(path, O_RDONLY | O_NONBLOCK, 0)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { return nil }
            throw FileError(path: path, code: code)
        }
        let file = OpenFile(path: path, descriptor: descriptor)
        guard try file.status().isRegular else { throw FileError(path: path, reason: "Not a regular file") }
        return file
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func status() throws(FileError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, code: errno) }
        return FileStatus(status)
    }

    /// Reads what the file has from `offset` on into a part of `bytes`.
    /// - Returns: How many bytes came; 0 at the end.
    func read(into bytes: inout [UInt8], _ part: Range<Int>, from offset: UInt64) throws(FileError) -> Int {
        while true {
            let (count, code) = bytes.withUnsafeMutableBytes { buffer in
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + part.lowerBound }, part.count, off_t(offset))
                return (count, errno)
            }
            if count >= 0 { return count }
            if code != EINTR { throw FileError(path: path, code: code) }
        }
    }

    /// The first ``Fingerprint/longest`` bytes, or as many as there are.
    func head() throws(FileError) -> [UInt8] {
        var head = [UInt8](repeating: 0, count: Fingerprint.longest)
        let count = try read(into: &head, 0..<head.count, from: 0)
        head.removeLast(head.count - count)
        return head
    }

    /// The first byte at or after `offset` that is not in a hole; nil when there are only holes up to the end. File systems that
    /// keep no holes answer `offset`.
    func data(from offset: UInt64) -> UInt64? {
        let found = lseek(descriptor, off_t(offset), seekData)
        if found >= 0 { return UInt64(found) }
        return errno == ENXIO ? nil : offset
    }

    /// Whether it is what a checkpoint was taken of.
    func identity(for checkpoint: Checkpoint) throws(FileError) -> Identity {
        Identity(of: try status(), head: try head(), for: checkpoint)
    }
}
