import FoundationEssentials
import Glibc
import TestKit

/// A small file system in memory that can be filled up; unmounted whatever happens to the test.
final class SmallDisk {
    private let path: String
    private var ballast: String { "\(path)/ballast" }

    /// Mounts it; nil where that is not permitted.
    init?(at path: String, megabytes: Int, in directory: TemporaryDirectory) {
        self.path = path
        let size = "size=\(megabytes)m"
        guard shell("mkdir -p '\(path)' && mount -t tmpfs -o \(size) soak '\(path)'", in: directory).code == 0 else {
            return nil
        }
        // Should this process be killed, somebody else must unmount it.
        _ = shell(
            """
            setsid sh -c 'while kill -0 \(getpid()) && mountpoint -q \(path); do sleep 1; done; umount -l \(path)' \
            </dev/null >/dev/null 2>&1 &
            """, in: directory)
    }

    deinit { unmount() }

    /// Takes it away, with what it holds.
    func unmount() { umount2(path, Int32(MNT_DETACH)) }

    /// Leaves no room.
    func fill() throws {
        let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SoakError("cannot open \(ballast)") }
        defer { close(descriptor) }
        for size in [1 << 20, 1 << 12, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while write(descriptor, block, size) == size {}
        }
    }

    /// Makes room again.
    func clear() { unlink(ballast) }
}
