import CLinux
import Glibc

/// What the kernel says of a file, as far as identity goes.
struct FileStatus: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: UInt64
    /// Last write, nanoseconds since 1970.
    let modified: Int64
    /// Names it has; 0 when it has been deleted and is only held open.
    let links: Int
    let isRegular: Bool

    init(device: UInt64, inode: UInt64, size: UInt64, modified: Int64, links: Int = 1, isRegular: Bool = true) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.links = links
        self.isRegular = isRegular
    }

    /// Whether both are of one file.
    func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

    /// Whether it is the file in which a checkpoint stands.
    func isFile(of checkpoint: Checkpoint) -> Bool { device == checkpoint.device && inode == checkpoint.inode }

    /// What stands at a path, symbolic links followed; nil when nothing does.
    /// - Throws: ``FileError`` when it cannot be seen.
    static func at(_ path: String) throws(FileError) -> FileStatus? {
        var status = stat()
        if stat(path, &status) == 0 { return FileStatus(status) }
        let code = errno
        if code == ENOENT { return nil }
        throw FileError(path: path, code: code)
    }

    init(_ status: stat) {
        self.init(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: UInt64(max(0, status.st_size)),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            links: Int(status.st_nlink), isRegular: status.st_mode & S_IFMT == S_IFREG)
    }
}

/// Whether a file still is what a checkpoint was taken of.
enum Identity: Equatable {
    /// Yes: read on at the offset.
    case same
    /// Another device or inode.
    case otherFile
    /// It ends before the offset: it was cut (copytruncate).
    case cut
    /// It begins with other bytes: cut and written again, or a new file with an old inode.
    case rewritten

    /// The one rule of identity; all three must agree. `head` is the file's first ``Fingerprint/longest`` bytes.
    init(of status: FileStatus, head: [UInt8], for checkpoint: Checkpoint) {
        if !status.isFile(of: checkpoint) {
            self = .otherFile
        } else {
            self = Identity(ofContent: status, head: head, for: checkpoint)
        }
    }

    /// The rule without device and inode: for copies.
    init(ofContent status: FileStatus, head: [UInt8], for checkpoint: Checkpoint) {
        if status.size < checkpoint.offset {
            self = .cut
        } else if !checkpoint.fingerprint.agrees(with: head) {
            self = .rewritten
        } else {
            self = .same
        }
    }
}
