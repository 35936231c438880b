import CLinux
import Glibc
import Settings

/// A UDP port on which datagrams are taken.
final class DatagramSocket: Sendable {
    let descriptor: Int32
    /// How many bytes the kernel keeps while nobody reads.
    let receiveBuffer: Int

    /// Binds the port.
    /// - Parameters:
    ///   - isShared: Whether other sockets of this process get datagrams of the same port; the kernel shares them out by sender.
    ///   - receiveBuffer: How many bytes the kernel is asked to keep; it gives less where it may not give so much.
    /// - Throws: ``SocketProblem`` naming the address.
    init(_ address: HostPort, isShared: Bool, receiveBuffer: Int) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard code == 0, let info = list?.pointee else {
            throw SocketProblem("cannot take datagrams on \(address)", reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        let made = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
        guard made >= 0 else { throw SocketProblem("cannot take datagrams on \(address)", errno) }
        var yes: Int32 = 1
        if isShared { setsockopt(made, SOL_SOCKET, SO_REUSEPORT, &yes, socklen_t(MemoryLayout<Int32>.size)) }
        guard bind(made, info.ai_addr, info.ai_addrlen) == 0 else {
            let reason = errno
            close(made)
            throw SocketProblem("cannot take datagrams on \(address)", reason)
        }
        descriptor = made
        self.receiveBuffer = Int(clinux_set_receive_buffer(made, Int32(clamping: receiveBuffer)))
    }

    deinit { close(descriptor) }

    /// Datagrams that the kernel threw away, since the socket was made.
    var dropped: Int { max(0, clinux_dropped_datagrams(descriptor)) }
}
