import Glibc
import PluginTestKit
import TestKit
import Testing

/// A StatsD worker as the supervisor would run it, and a carbon that writes down every line it gets.
final class StatsDSite {
    let directory: TemporaryDirectory
    let port = freeServerPort()
    let managementPort = freeServerPort()
    private let redis: RedisServer
    private let carbon: ChildProcess
    private(set) var worker: ChildProcess

    /// Starts both, and waits until the worker takes metrics.
    /// - Parameter keys: Keys of `[worker_statsd]` besides its addresses.
    init(_ keys: String...) throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer()
        let carbonPort = freeServerPort()
        let sink = try directory.write(Self.sink, to: "carbon.py")
        carbon = try ChildProcess("/usr/bin/python3", [sink, String(carbonPort), directory.file("carbon")])
        try directory.write(
            "[redis]\nunixsocket = \(redis.directory.file("redis.sock"))\n", to: "loglines.cfg")
        try directory.write(
            """
            [worker_statsd]
            kind = statsd
            listen = 127.0.0.1:\(port)
            management = 127.0.0.1:\(managementPort)
            graphite = 127.0.0.1:\(carbonPort)
            \(keys.joined(separator: "\n"))
            """, to: "workers_enabled/statsd.conf")
        worker = try Self.start(directory)
        try awaitAnswer()
    }

    /// Writes down what comes, over however many connections.
    private static let sink = """
        import socketserver, sys, threading
        lock, file = threading.Lock(), open(sys.argv[2], "ab", 0)
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                for line in self.rfile:
                    with lock: file.write(line)
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """

    private static func start(_ directory: TemporaryDirectory) throws -> ChildProcess {
        try ChildProcess(
            try builtProgram("loglines"), ["worker", "statsd", "-C", directory.path],
            output: directory.file("worker.out"))
    }

    /// Starts a worker in place of one that ended, and waits until it takes metrics.
    func restart() throws {
        worker = try Self.start(directory)
        try awaitAnswer()
    }

    private func awaitAnswer() throws {
        do {
            try eventually("the management console answers") { try ask("health") == "health: up\n" }
        } catch {
            Issue.record("the worker said: \(directory.read("worker.out") ?? "nothing")")
            throw error
        }
    }

    /// What carbon got, without times; the server's own figures are left out.
    var lines: [String] {
        (directory.read("carbon") ?? "").split(separator: "\n").map { line in
            line.split(separator: " ").dropLast().joined(separator: " ")
        }.filter { !$0.contains("statsd.") }
    }

    /// The times of the lines of a metric.
    func times(of path: String) -> [Int] {
        (directory.read("carbon") ?? "").split(separator: "\n").compactMap { line in
            line.hasPrefix("\(path) ") ? line.split(separator: " ").last.flatMap { Int($0) } : nil
        }
    }

    /// A counter's value, as the management console tells it.
    func counter(_ key: String) throws -> Int? {
        try ask("counters").split(whereSeparator: { "{},\n".contains($0) }).compactMap { member in
            let parts = member.split(separator: ":").map { $0.filter { $0 != " " && $0 != "'" } }
            return parts.count == 2 && parts[0] == key ? Int(parts[1]) : nil
        }.first
    }

    // MARK: Clients

    /// Sends datagrams, each from a socket of its own if there are several senders.
    func send(_ packets: [[UInt8]], senders: Int = 1) {
        let sockets = (0..<senders).map { _ in socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) }
        defer { for socket in sockets { close(socket) } }
        for (number, packet) in packets.enumerated() {
            withLoopbackAddress(port: port) { address, size in
                _ = sendto(sockets[number % senders], packet, packet.count, 0, address, size)
            }
        }
    }

    /// Sends datagrams.
    func send(_ packets: String...) { send(packets.map { Array($0.utf8) }) }

    /// A connection to a port of the worker.
    func connection(to port: Int) -> Int32? {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard withLoopbackAddress(port: port, { connect(made, $0, $1) }) == 0 else {
            close(made)
            return nil
        }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        return made
    }

    /// Asks the management console one thing and ends the connection: all that it said.
    func ask(_ commands: String) throws -> String {
        guard let made = connection(to: managementPort) else { return "" }
        defer { close(made) }
        let bytes = Array("\(commands)\nquit\n".utf8)
        guard Glibc.send(made, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return "" }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(made, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }
}
