import Glibc

/// Which file it is, whatever it is called.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let inode: UInt64

    /// The file that a path leads to now; nil: none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
