import CLinux
import Glibc

/// A log file that is read as it grows, also when it is emptied or another takes its place.
struct FollowedLog {
    /// How many bytes of what was there before are given first; supervisord's number.
    private static let head = 1_024
    private static let portion = 65_536

    private let path: String
    private var file: (inode: UInt, offset: Int)?

    init(path: String) { self.path = path }

    /// What has been added since the last call, some of it when it is much; empty: nothing.
    mutating func next() -> [UInt8] {
        let descriptor = clinux_open(path, O_RDONLY, 0)
        // Rotated away, and the next not begun yet.
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var status = clinux_file()
        guard clinux_file_open(descriptor, &status) == 0 else { return [] }
        let size = status.size
        var offset = 0
        if let file, file.inode == status.inode {
            guard size >= file.offset else {
                self.file = (status.inode, 0)
                return Array("==> File truncated <==\n".utf8)
            }
            offset = file.offset
        } else if file == nil {
            offset = max(0, size - Self.head)
        }
        var buffer = [UInt8](repeating: 0, count: min(Self.portion, size - offset))
        let count = max(0, pread(descriptor, &buffer, buffer.count, offset))
        file = (status.inode, offset + count)
        return Array(buffer[..<count])
    }
}
