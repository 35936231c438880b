import FoundationEssentials
import Glibc
public import RedisClient

/// A redis-server of a test's own, on a unix socket in a temporary directory; killed with the value's last user.
public final class RedisServer {
    /// Where it keeps its socket and its data.
    public let directory: TemporaryDirectory

    /// How to reach it.
    public var address: RedisAddress

    /// Its TCP port on the loopback interface; 0: none.
    public let port: Int

    private var process: ChildProcess?
    private let options: [String]

    /// Starts a server and waits until it answers.
    /// - Parameter options: Added to its command line (`--requirepass secret`).
    /// - Throws: When no redis-server is installed or it does not come up.
    public convenience init(_ options: String...) throws { try self.init(port: 0, options: options) }

    /// Starts a server that also listens on a TCP port.
    /// - Throws: When no redis-server is installed or it does not come up.
    public init(port: Int, options: [String] = []) throws {
        self.port = port
        directory = try TemporaryDirectory()
        address = RedisAddress(endpoint: .unix(path: directory.file("redis.sock")))
        self.options = options
        try start()
    }

    deinit { kill() }

    /// Starts it (again) with the data it had, and waits until it listens.
    public func start() throws {
        process = try ChildProcess(
            "/usr/bin/redis-server",
            [
                "--port", String(port), "--unixsocket", directory.file("redis.sock"), "--dir", directory.path, "--save",
                "",
                "--logfile", directory.file("redis.log"),
            ] + options)
        try eventually("redis-server listens") {
            do {
                _ = try RedisConnection(address)
                return true
            } catch let error as RedisError {
                // A server that wants a password or is still loading listens too; the test will say how to reach it.
                return error.description.contains("NOAUTH") || error.description.contains("WRONGPASS")
            }
        }
    }

    /// Ends it as a power cut would.
    public func kill() {
        process?.end(SIGKILL)
        process = nil
        unlink(directory.file("redis.sock"))
    }

    /// Whether it was started and not killed since.
    public var isRunning: Bool { process != nil }

    /// A connection for looking into it.
    public func connection() throws -> RedisConnection { try RedisConnection(address) }

    /// Runs one command, for looking into it.
    @discardableResult
    public func run(_ words: String...) throws -> RedisReply {
        var command = RedisCommand()
        for word in words { command.append(word) }
        return try connection().run(command)
    }

    /// The entries of a list as text, newest first.
    public func list(_ key: String) throws -> [String] {
        try run("LRANGE", key, "0", "-1").elements.compactMap(\.text)
    }
}
