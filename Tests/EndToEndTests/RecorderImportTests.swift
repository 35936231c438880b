import FoundationEssentials
import Glibc
import PluginAPI
import RedisClient
import SeededRandom
import Statistics
import TestKit
import Testing

/// Imports of a web log and a data server's log while chance kills what takes part in them: what comes into the store is exact.
struct RecorderImportTests {
    /// `LOGLINES_KILL_SEEDS` has others, with blanks between them.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["LOGLINES_KILL_SEEDS"]?.split(separator: " ").compactMap { UInt64($0) }
        ?? [1, 2]

    private static let hits = 6_000
    private static let blocks = 1_500

    @Test(
        "Recorder, database, Redis and import are killed at random: each use and each transfer is there once",
        arguments: seeds)
    func killed(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let site = try KilledSite()
        try site.directory.write(
            (0..<Self.hits).map { Site.line($0, status: $0 % 4 == 0 ? 404 : 200) + "\n" }.joined(), to: "a.log")
        let sizes = (0..<Self.blocks).map { _ in random.below(6) }
        try site.directory.write(sizes.enumerated().map { Self.block($0, streams: $1) }.joined(), to: "txlog")
        try site.start()
        var imports = try ["a.log": "repo.example", "txlog": "fdsn"].map { try KilledImport(site.directory, $0, $1) }
        var (rows, amid) = (0, 0)
        for _ in 0..<12 {
            // What is killed is amid its work: more has come into the store since the last time.
            try eventually("more is recorded, seed \(seed)", within: 60) {
                try site.rows() > rows || imports.allSatisfy(\.isDone) && site.isSettled()
            }
            if try !(imports.allSatisfy(\.isDone) && site.isSettled()) { amid += 1 }
            switch random.below(4) {
            case 0: try site.killRecorder()
            case 1:
                site.database.kill()
                try site.database.start()
            case 2:
                site.redis.kill()
                try site.redis.start()
            default: try imports[random.below(2)].killAndRestart()
            }
            rows = try site.rows()
        }
        #expect(amid >= 6, "most came too late, seed \(seed)")
        for index in imports.indices { try imports[index].finish() }
        try eventually("all are settled, seed \(seed)", within: 120) { try site.isSettled() }

        let failures = try site.redis.list("failed:usage")
        #expect(failures.allSatisfy { $0.contains("workers died") }, "seed \(seed)")
        func isGiven(_ mark: String) -> Bool { !failures.contains { $0.contains(mark) } }
        let store = try PostgresStore(uri: site.database.uri())
        var items: [String] = []
        try store.events(StoreSelection(), in: .time) { items.append($0.item.description) }
        let used = (0..<Self.hits).filter { $0 % 4 != 0 && isGiven("/items/\($0) ") }.map { "oai:repo.example:\($0)" }
        // Not compared in the expectation itself: it would print them all.
        let (areEvents, areTransfers) = (
            items.sorted() == used.sorted(),
            try transfers(in: store)
                == sizes.enumerated()
                .filter { isGiven("client \($0.offset))") }.flatMap(Self.streams).sorted()
        )
        #expect(areEvents && areTransfers, "seed \(seed): \(items.count) events of \(used.count)")
        let ledger = try loglines("ledger", in: site.directory)
        #expect(ledger.code == 0 && ledger.output.contains("every line is accounted for"), "seed \(seed): \(ledger)")
    }

    private func transfers(in store: any EventStore) throws -> [String] {
        var found: [String] = []
        try store.records(TransferRecord.self, StoreSelection()) {
            found.append("\($0.program ?? "") \($0.station) \($0.bytes)")
        }
        return found.sorted()
    }

    /// What the store shall have of a block.
    private static func streams(of block: Int, count: Int) -> [String] {
        (0..<count).map { "client \(block) S\($0) \(block + $0)" }
    }

    private static func block(_ number: Int, streams: Int) -> String {
        let head = "h [192.0.2.\(number % 250)]"
        let lines = (0..<streams).map { "XX_S\($0)_00_HHZ/MSEED \(number + $0) 1\n" }.joined()
        let total = (0..<streams).reduce(0) { $0 + number + $1 }
        return
            "START CLIENT \(head) (SeedLink|client \(number)) @ 2026-08-20T00:15:12Z (connected 2026-08-20T00:14:03Z) TX\n"
            + "\(lines)END CLIENT \(head) total TX bytes: \(total)\n"
    }
}

/// An import that is started again when it was killed.
private struct KilledImport {
    private let directory: TemporaryDirectory
    private let arguments: [String]
    private var process: ChildProcess

    init(_ directory: TemporaryDirectory, _ file: String, _ service: String) throws {
        self.directory = directory
        arguments = ["import", file, "--service", service]
        process = try ChildProcess(
            builtProgram("loglines"), arguments, in: directory.path, output: directory.file("\(file).out"))
    }

    var isDone: Bool { process.exit == 0 }

    mutating func killAndRestart() throws {
        process.end(SIGKILL)
        process = try ChildProcess(
            builtProgram("loglines"), arguments, in: directory.path, output: directory.file("\(arguments[1]).out"))
    }

    /// Waits for its end, and starts it again when that was none.
    mutating func finish() throws {
        for _ in 0..<3 {
            if process.wait() == 0 { return }
            try killAndRestart()
        }
        Issue.record("\(arguments) does not end: \(directory.read("\(arguments[1]).out") ?? "")")
    }
}

/// A broker and a recorder between imports and a PostgreSQL. Its queues are short, so that the imports last.
private final class KilledSite {
    let directory: TemporaryDirectory
    let redis: RedisServer
    let database: PostgresServer
    private var supervisor: ChildProcess?

    init() throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer("--appendonly", "yes", "--appendfsync", "everysec")
        database = try PostgresServer()
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            maxlength = 400
            [DEFAULT]
            startsecs = 0.1
            maxbackoff = 0.2
            [service_repo.example]
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            \(Site.items)
            [service_fdsn]
            plugin = ringserver
            [worker_broker]
            kind = broker
            listento = loglines
            fanout = usage
            [worker_recorder]
            kind = recorder
            listento = usage
            batch = 60
            database = \(database.uri())
            """, to: "loglines.cfg")
        try FileManager.default.createDirectory(
            atPath: directory.file("workers_enabled"), withIntermediateDirectories: true)
    }

    deinit { supervisor?.end(SIGTERM) }

    func start() throws {
        supervisor = try ChildProcess(
            builtProgram("loglines"), ["supervisor", "--directory", directory.path],
            output: directory.file("supervisor.out"))
        try eventually("the supervisor answers") { try loglines("status", in: directory).code == 0 }
    }

    /// How many rows there are; 0 while nobody can tell.
    func rows() throws -> Int {
        do {
            let report = try PostgresStore(uri: database.uri()).check()
            return report.rows.values.reduce(0, +)
        } catch is StoreError {
            return 0
        }
    }

    func killRecorder() throws {
        let answer = try loglines("status", "--json", in: directory)
        let processes = try JSONDecoder().decode([ReportedProcess].self, from: Data(answer.output.utf8))
        // It may just be on its way back from the last time.
        guard let victim = processes.first(where: { $0.name == "recorder_0" && $0.pid > 0 }) else { return }
        kill(victim.pid, SIGKILL)
    }

    /// Whether no message waits or is in hand.
    func isSettled() throws -> Bool {
        try redis.waiting(in: "loglines", "usage", heldBy: "broker_0", "recorder_0") == 0
    }
}
