import Glibc

/// A TCP port of the loopback interface that nobody listens on at the moment.
public func freePort() -> Int {
    guard let port = bound(to: 0) else { preconditionFailure("no free port") }
    return port
}

/// A free port that the kernel gives to no outgoing connection, for a server that is killed and must get its port again.
public func freeServerPort() -> Int {
    for _ in 1...1_000 {
        // Below net.ipv4.ip_local_port_range.
        if let port = bound(to: Int.random(in: 20_000..<32_000)) { return port }
    }
    preconditionFailure("no free port")
}

/// Binds a socket to a port (0: any) for a moment.
/// - Returns: The port; nil when it is taken.
private func bound(to port: Int) -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard withLoopbackAddress(port: port, { bind(descriptor, $0, $1) }) == 0 else { return nil }
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            getsockname(descriptor, generic, &size) == 0
        } ? Int(UInt16(bigEndian: pointer.pointee.sin_port)) : nil
    }
}
