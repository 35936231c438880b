/// Where a server listens.
public struct HostPort: Sendable, Equatable, CustomStringConvertible {
    /// Its host name or address.
    public var host: String

    /// Its TCP port.
    public var port: Int

    /// A place.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// `10.0.0.1:26379`, `[::1]:26379`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
