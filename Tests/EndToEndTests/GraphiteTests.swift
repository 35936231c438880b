import Glibc
import RedisClient
import TestKit
import Testing

/// The built program counts for real carbon.
struct GraphiteTests {
    private let directory: TemporaryDirectory
    private let redis: RedisServer
    private let carbon: CarbonServer
    private let began = time(nil)

    init() throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer("--appendonly", "yes", "--appendfsync", "everysec")
        carbon = try CarbonServer()
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [service_repo.example]
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            \(Site.items)
            [worker_counts]
            kind = graphite
            listento = metrics
            graphite = 127.0.0.1:\(carbon.picklePort)
            protocol = pickle
            flush = 1
            """, to: "loglines.cfg")
    }

    private func start() throws -> ChildProcess {
        try ChildProcess(
            builtProgram("loglines"), ["worker", "counts", "-C", directory.path], output: directory.file("counts.log"))
    }

    private func push(_ items: Range<Int>) throws {
        let connection = try redis.connection()
        for item in items {
            let line =
                #"192.0.2.1 - - [15/Jun/2024:12:35:07 +0000] \"GET /items/\#(item) HTTP/1.1\" 200 10 \"-\" \"\#(Site.browser)\""#
            try connection.run(
                RedisCommand("LPUSH", "metrics", #"{"service":"repo.example","logline":"\#(line)"}"#))
        }
    }

    private var requests: Double {
        carbon.values(of: "usage.repo_example.requests", from: Int(began) - 10, until: Int(time(nil)) + 10).values
            .reduce(0, +)
    }

    /// The worker is killed outright again and again; carbon is away at first.
    @Test(.timeLimit(.minutes(5))) func carbonIsToldOfEachHitOnce() throws {
        // Later than this it might have read something that is not in its files yet, which a kill loses.
        carbon.kill()
        var items = 0
        for round in 0..<6 {
            let worker = try start()
            try push(items..<items + 1_500)
            items += 1_500
            try eventually("some are counted") {
                try redis.run("LLEN", "metrics").integer ?? 0 < 1_000
            }
            worker.end(SIGKILL)
            if round == 3 { try carbon.start() }
        }
        let worker = try start()
        do {
            try eventually("carbon has all", within: 60) { requests == Double(items) }
        } catch {
            Issue.record("\(error): \(requests) of \(items); \(directory.read("counts.log") ?? "")")
        }
        worker.end(SIGTERM)
        #expect(requests == Double(items))
        #expect(try redis.run("LLEN", "failed:metrics").integer == 0)
        let bytes = carbon.values(
            of: "usage.repo_example.bytes", from: Int(began) - 10, until: Int(time(nil)) + 10)
        #expect(bytes.values.reduce(0, +) == Double(items * 10))
    }
}
