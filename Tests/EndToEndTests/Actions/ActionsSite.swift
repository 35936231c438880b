import Glibc
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// A directory with a worker of kind = actions, as the built program runs it, and a Redis.
final class ActionsSite {
    let directory: TemporaryDirectory
    let redis: RedisServer
    let port = freeServerPort()
    private(set) var worker: ChildProcess?

    /// Writes the configuration, and starts Redis and the worker.
    /// - Parameters:
    ///   - keys: Further keys of the worker.
    ///   - more: Further sections.
    init(_ keys: String = "", _ more: String = "") throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer("--appendonly", "yes", "--appendfsync", "everysec")
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [worker_actions]
            kind = actions
            listen = 127.0.0.1:\(port)
            \(keys)
            \(more)
            """, to: "loglines.cfg")
        try start()
    }

    /// Starts the worker, and waits until it listens.
    func start() throws {
        worker = try ChildProcess(
            try builtProgram("loglines"), ["worker", "actions", "0", "--directory", directory.path],
            output: directory.file("worker.out"))
        try eventually("it listens") {
            let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(probe) }
            return withLoopbackAddress(port: port) { connect(probe, $0, $1) } == 0
        }
    }

    /// Kills the worker outright.
    func kill() {
        worker?.signal(SIGKILL)
        _ = worker?.wait()
    }

    /// Runs one of the clients that were written from the protocol's description.
    func client(_ what: String, _ arguments: String = "") throws -> CommandOutcome {
        shell(
            "ulimit -n 8192; timeout 150 python3 '\(PackageRoot.path)/Tests/Scripts/ansible_client.py' \(what) \(port) \(arguments)",
            in: directory)
    }

    /// Sends text as it is, and reads until there is nothing more for a moment.
    func say(_ text: String) throws {
        try directory.write(text, to: "said")
        let outcome = shell(
            "python3 -c 'import socket, sys; s = socket.create_connection((\"127.0.0.1\", \(port))); s.sendall(open(\"said\", \"rb\").read())'",
            in: directory)
        try #require(outcome.code == 0, "\(outcome)")
    }

    /// An action's entries in Redis, the newest first.
    func entries(_ action: String) throws -> [String] { try redis.list("actions:actions_0:\(action)") }

    /// How many lines of an action there were.
    func count(_ action: String) throws -> Int {
        try redis.run("HGET", "actions:actions_0:counts", action).integer ?? 0
    }
}
