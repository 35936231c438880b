/// Where a Redis server is, and how to be let in.
public struct RedisAddress: Sendable, Equatable, CustomStringConvertible {
    /// How the server is reached.
    public enum Endpoint: Sendable, Equatable {
        /// A host name or address, and a TCP port.
        case tcp(host: String, port: Int)
        /// The path of a unix socket.
        case unix(path: String)
    }

    /// How the server is reached.
    public var endpoint: Endpoint

    /// The user for AUTH; empty: the default user.
    public var username: String

    /// The password for AUTH; empty: AUTH is not sent.
    public var password: String

    /// The database that SELECT chooses.
    public var database: Int

    /// Seconds to wait for a connection or an answer.
    public var timeout: Double

    /// A server.
    public init(
        endpoint: Endpoint, username: String = "", password: String = "", database: Int = 0, timeout: Double = 5
    ) {
        self.endpoint = endpoint
        self.username = username
        self.password = password
        self.database = database
        self.timeout = timeout
    }

    /// `127.0.0.1:6379/0` or `run/redis.sock/0`; never the password.
    public var description: String {
        switch endpoint {
        case .tcp(let host, let port): "\(host):\(port)/\(database)"
        case .unix(let path): "\(path)/\(database)"
        }
    }
}
