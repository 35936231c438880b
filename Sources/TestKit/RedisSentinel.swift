public import RedisClient

/// A Redis Sentinel of a test's own, on a port of the loopback interface; killed with the value's last user.
public final class RedisSentinel {
    /// What it calls the master.
    public static let master = "main"

    /// Where it listens.
    public let node: Sentinels.Node

    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Starts one that watches a server, and waits until it answers. It takes the server for dead after half a second.
    /// - Parameters:
    ///   - port: The server's port.
    ///   - quorum: How many Sentinels must take it for dead.
    ///   - password: What its clients must give; empty: nothing.
    /// - Throws: When no redis-server is installed or it does not come up.
    public init(watching port: Int, quorum: Int = 1, password: String = "") throws {
        directory = try TemporaryDirectory()
        node = Sentinels.Node(host: "127.0.0.1", port: freeServerPort())
        let name = RedisSentinel.master
        // It writes into this file what it learns.
        let configuration = """
            port \(node.port)
            bind 127.0.0.1
            dir \(directory.path)
            logfile \(directory.file("sentinel.log"))
            requirepass "\(password)"
            sentinel monitor \(name) 127.0.0.1 \(port) \(quorum)
            sentinel down-after-milliseconds \(name) 500
            sentinel failover-timeout \(name) 3000
            sentinel parallel-syncs \(name) 2
            """
        let file = try directory.write(configuration, to: "sentinel.conf")
        process = try ChildProcess("/usr/bin/redis-server", [file, "--sentinel"])
        let port = node.port
        try eventually("the Sentinel listens on port \(port)") { isListening(port: port) }
    }

    /// What it knows of the master.
    public func masterState() throws -> [String: String] { try run("master", RedisSentinel.master).fields }

    /// Has it promote another server although the master is well.
    public func failOver() throws { try run("failover", RedisSentinel.master) }

    /// Has it forget the master, and call another server so.
    public func watch(_ port: Int) throws {
        try run("remove", RedisSentinel.master)
        try run("monitor", RedisSentinel.master, "127.0.0.1", String(port), "1")
    }

    @discardableResult
    private func run(_ words: String...) throws -> RedisReply {
        var command = RedisCommand("SENTINEL")
        for word in words { command.append(word) }
        return try RedisConnection(RedisAddress(endpoint: .tcp(host: node.host, port: node.port))).run(command)
    }
}
