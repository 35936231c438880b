/// Where a Redis server is, and how to be let in.
public struct RedisAddress: Sendable, Equatable, CustomStringConvertible {
    /// How the server is reached.
    public enum Endpoint: Sendable, Equatable {
        /// A host name or address, and a TCP port.
        case tcp(host: String, port: Int)
        /// The path of a unix socket.
        case unix(path: String)
        /// The master that Sentinels name, asked for anew at every connection.
        case master(Sentinels)
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

    /// How many replicas must have what a script changed before its answer counts; 0: none. See ``ReplicaConfirmation``
    /// for what that is worth.
    public var minReplicas: Int

    /// A server.
    public init(
        endpoint: Endpoint, username: String = "", password: String = "", database: Int = 0, timeout: Double = 5,
        minReplicas: Int = 0
    ) {
        self.endpoint = endpoint
        self.username = username
        self.password = password
        self.database = database
        self.timeout = timeout
        self.minReplicas = minReplicas
    }

    /// `127.0.0.1:6379/0`, `run/redis.sock/0` or `master main/0`; never the password.
    public var description: String {
        switch endpoint {
        case .tcp(let host, let port): "\(host):\(port)/\(database)"
        case .unix(let path): "\(path)/\(database)"
        case .master(let sentinels): "master \(sentinels.master)/\(database)"
        }
    }
}
