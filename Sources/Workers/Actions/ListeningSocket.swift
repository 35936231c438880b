import CLinux
import Glibc
import Settings

/// A TCP port on which connections are taken.
final class ListeningSocket {
    let descriptor: Int32

    /// Listens.
    /// - Throws: ``SocketProblem`` naming the address.
    init(_ address: HostPort) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard code == 0, let found = list else {
            throw SocketProblem("cannot listen on \(address)", reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        let info = found.pointee
        let made = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
        guard made >= 0 else { throw SocketProblem("cannot listen on \(address)", errno) }
        _ = clinux_set_close_on_exec(made)
        _ = clinux_set_nonblocking(made)
        var yes: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(made, info.ai_addr, info.ai_addrlen) == 0, listen(made, SOMAXCONN) == 0 else {
            let reason = errno
            close(made)
            throw SocketProblem("cannot listen on \(address)", reason)
        }
        descriptor = made
    }

    deinit { close(descriptor) }

    /// The next connection; nil: there is none at the moment.
    func accept() -> Int32? {
        while true {
            let made = Glibc.accept(descriptor, nil, nil)
            guard made >= 0 else {
                // One that was given up again before it was taken, or a signal.
                if errno == EINTR || errno == ECONNABORTED { continue }
                return nil
            }
            _ = clinux_set_close_on_exec(made)
            _ = clinux_set_nonblocking(made)
            var (yes, size) = (Int32(1), Int32(131_072))
            setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            // What waits for clients that do not read stays small, also in the kernel.
            setsockopt(made, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            return made
        }
    }
}
