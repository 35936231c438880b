import CLinux
import Glibc

/// Stream sockets with a path, also where the path is longer than `sun_path` allows.
package enum UnixSocket {
    /// A socket that listens at `folder/name`, for its owner only. Replaces what lies there.
    /// - Returns: The descriptor, or a negative errno.
    package static func listen(folder: String, name: String) -> Int32 {
        unlink("\(folder)/\(name)")
        return open(folder: folder, name: name) { descriptor, address, size in
            // Not for anybody else from the very beginning.
            let mask = umask(0o177)
            defer { umask(mask) }
            return bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 64) == 0
        }
    }

    /// A socket connected to the one at `folder/name`.
    /// - Returns: The descriptor, or a negative errno.
    package static func connect(folder: String, name: String) -> Int32 {
        open(folder: folder, name: name) { Glibc.connect($0, $1, $2) == 0 }
    }

    private static func open(
        folder: String, name: String, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        var path = "\(folder)/\(name)"
        var handle: Int32 = -1
        defer { if handle >= 0 { close(handle) } }
        if path.utf8.count >= room {
            // A path of any length becomes a short one through the descriptor of its folder.
            handle = clinux_open(folder, O_RDONLY | O_DIRECTORY, 0)
            guard handle >= 0 else { return -errno }
            path = "/proc/self/fd/\(handle)/\(name)"
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(room - 1)) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return -errno }
        _ = clinux_set_close_on_exec(descriptor)
        let isOpen = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                use(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isOpen else {
            let code = errno
            close(descriptor)
            return -code
        }
        return descriptor
    }
}
