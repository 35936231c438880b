import FoundationEssentials
import Glibc
import RedisClient
import TestKit

/// A redis-server that keeps an append-only file, written at once and synchronised every second; it can be killed, and
/// made to forget what it had not synchronised.
final class RedisUnderTest {
    /// The password it has while somebody has changed it.
    static let otherPassword = "changed"

    let socket: String
    private let directory: TemporaryDirectory
    private let environment: [String: String]
    private let memory: RecentPast
    private var process: ChildProcess?
    private var isStopped = false
    /// What was to be run while it was stopped.
    private var postponed: [[String]] = []

    /// Starts it.
    /// - Parameter environment: Variables added to its own.
    init(_ directory: TemporaryDirectory, environment: [String: String], sends: @escaping @Sendable () -> Int) throws {
        self.directory = directory
        self.environment = environment
        socket = directory.file("redis.sock")
        try directory.write("", to: "redis/here")
        memory = RecentPast(directory.file("redis/appendonlydir/appendonly.aof.1.incr.aof"), sends: sends)
        try start()
    }

    deinit { kill() }

    var isRunning: Bool { process != nil }

    /// What makes loading take some seconds, however much there is: microseconds for each command; or, where that is the
    /// shortest sleep already, the negative number of commands for each sleep.
    var delayOfSeconds: Int {
        let size = FileManager.default.contents(atPath: memory.file)?.count ?? 0
        let (commands, sleeps) = (size / 250, 40_000)
        return commands < 10_000 ? 300 : -max(2, commands / sleeps)
    }

    /// Starts it with the data it had, if it does not run. It may be loading for a while.
    /// - Parameter delay: Microseconds that it takes for every command that it loads; see ``delayOfSeconds``.
    func start(delay: Int = 0) throws {
        guard process == nil else { return }
        process = try ChildProcess(
            "/usr/bin/redis-server",
            // No rewriting: of one growing file it is known what it held a second ago.
            [
                "--port", "0", "--unixsocket", socket, "--dir", directory.file("redis"), "--save", "",
                "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0",
                "--key-load-delay", String(delay), "--logfile", directory.file("redis.log"),
            ], environment: environment)
        try eventually("redis-server listens", within: 60) {
            if process?.exit != nil { throw SoakError("redis-server ended: \(directory.read("redis.log") ?? "")") }
            return access(socket, F_OK) == 0
        }
        memory.start()
    }

    /// kill -9.
    func kill() {
        memory.stop()
        process?.end(SIGKILL)
        process = nil
        (isStopped, postponed) = (false, [])
        unlink(socket)
    }

    /// Takes from the end of the append-only file what came in the last second before the kill, or in a part of it: what a
    /// power cut does. kill -9 alone does not, since what was written is the kernel's by then.
    /// - Returns: How many bytes, and how many uses had been sent since: these Redis has forgotten.
    func forget(seconds: Double) throws -> (bytes: Int, sends: Int) {
        let forgotten = memory.since(seconds)
        guard forgotten.bytes > 0 else { return (0, 0) }
        guard truncate(memory.file, off_t(forgotten.size)) == 0 else { throw SoakError("cannot cut \(memory.file)") }
        return (forgotten.bytes, forgotten.sends)
    }

    /// Has a server that is loading do so without delay.
    func hurry() throws {
        guard isRunning, !isStopped else { return }
        // It answers this while it is loading, but not the connection's PING.
        _ = shell("timeout 20 redis-cli -s \(socket) CONFIG SET key-load-delay 0", in: directory)
    }

    /// Stops it as a debugger does: it keeps its connections and answers nobody.
    func stop() {
        isStopped = true
        process?.signal(SIGSTOP)
    }

    /// Lets it go on after ``stop()``.
    func goOn() throws {
        guard isStopped else { return }
        isStopped = false
        process?.signal(SIGCONT)
        defer { postponed = [] }
        for command in postponed { try run(command) }
    }

    /// Runs commands with or without the other password. Nothing is done while it does not run: what they change is gone
    /// with a restart anyway. While it is stopped they are postponed.
    @discardableResult
    func run(_ commands: [String]...) throws -> [RedisReply] {
        guard isRunning else { return [] }
        if isStopped {
            postponed += commands
            return []
        }
        return try whenReady { connection in
            try commands.map { words in
                var command = RedisCommand()
                for word in words { command.append(word) }
                return try connection.run(command)
            }
        }
    }

    /// Waits until a server that is loading or slow answers.
    private func whenReady(_ body: (RedisConnection) throws -> [RedisReply]) throws -> [RedisReply] {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            do {
                return try body(connection())
            } catch let error as RedisError where error.kind == .unavailable {
                guard ContinuousClock.now < deadline else { throw error }
                usleep(50_000)
            }
        }
    }

    private func connection() throws -> RedisConnection {
        var address = RedisAddress(endpoint: .unix(path: socket), timeout: 20)
        do {
            return try RedisConnection(address)
        } catch let error as RedisError where error.description.contains("NOAUTH") {
            address.password = RedisUnderTest.otherPassword
            return try RedisConnection(address)
        }
    }

    /// How many entries lists have together.
    func length(_ lists: [String]) throws -> Int {
        try lists.reduce(0) { $0 + (try run(["LLEN", $1]).first?.integer ?? 0) }
    }

    /// The entries of a list.
    func list(_ key: String) throws -> [String] {
        try run(["LRANGE", key, "0", "-1"]).first?.elements.compactMap(\.text) ?? []
    }
}
