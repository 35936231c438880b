import Digests
import GRDB
import PluginAPI
import Queues
import RedisClient
import Settings
import Statistics
import TestKit
import Testing

@testable import Workers

@Suite("The recorder")
struct RecorderWorkerTests {
    let bench: WorkerBench
    init() throws { bench = try WorkerBench() }

    /// Starts `recorder_0` with a store that is made on its thread.
    private func start(
        batch: Int = 100, _ store: @escaping @Sendable () throws -> any RecordSink
    ) -> RunningWorker {
        bench.start("recorder_0") { context in
            var settings = RecorderSettings(listento: "usage")
            settings.batch = batch
            return try RecorderWorker(
                settings, store: store(), parsers: ParserSet(["s": FakePlugin()]),
                digests: KeyedAddressDigests(key: SharedAddressKeys(context).key), userAgent: "test", in: context)
        }
    }

    private var file: String { bench.directory.file("usage.sqlite") }

    private func push(_ lines: some Sequence<String>) throws {
        let connection = try bench.server.connection()
        for (number, line) in lines.enumerated() {
            let message = #"{"service":"s","logline":"\#(line)","id":"log:\#(number)"}"#
            try connection.run(RedisCommand("LPUSH", "usage", message))
        }
    }

    /// Whether no message waits or is in hand.
    private func isSettled() throws -> Bool {
        let lengths =
            "redis.call('LLEN', 'usage') + redis.call('LLEN', 'temp:recorder_0') + redis.call('ZCARD', 'retry:usage')"
        return try bench.server.run("EVAL", "return \(lengths)", "0").integer == 0
    }

    private func items(of store: any EventStore) throws -> [String] {
        var items: [String] = []
        try store.events(StoreSelection(), in: .item) { items.append($0.item.description) }
        return items
    }

    private func expected(_ numbers: some Sequence<Int>) -> [String] {
        numbers.map { "oai:repo.example:\($0)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    @Test("Uses are recorded, what is none is done with, and malformed lines are given up")
    func records() throws {
        let file = file
        let worker = start { SQLiteStore(path: file) }
        try push((0..<250).map { "R \($0)" } + ["- 1", "broken", "I 250"])
        try eventually("all are settled") { try isSettled() }
        try eventually("all are counted") { worker.progress.snapshot.done == 252 }
        #expect(worker.progress.snapshot.failed == 1)
        try worker.end()
        #expect(try items(of: SQLiteStore(path: file)) == expected(0...250))
        #expect(try bench.server.list("failed:usage").map { $0.contains("not two words") } == [true])
    }

    @Test("Messages that come again change nothing; what has no id gets one first")
    func again() throws {
        let file = file
        let worker = start { SQLiteStore(path: file) }
        for _ in 0..<3 { try push((0..<120).map { "R \($0)" }) }
        try bench.push(["R 500", "R 500"], to: "usage")
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try items(of: SQLiteStore(path: file)) == expected(Array(0..<120) + [500, 500]))
    }

    @Test("A worker that dies between writing and acknowledging is followed by one that changes nothing")
    func diesBeforeSettling() throws {
        let file = file
        try push((0..<300).map { "R \($0)" })
        let dying = start { DyingStore(SQLiteStore(path: file)) }
        #expect(throws: DyingStore.Death.self) { try dying.ending() }
        #expect(try items(of: SQLiteStore(path: file)).count == 100)
        #expect(try bench.depth("temp:recorder_0") == 200, "those written, and those claimed meanwhile")
        let worker = start { SQLiteStore(path: file) }
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try items(of: SQLiteStore(path: file)) == expected(0..<300))
    }

    @Test("While the database is away it waits, says why, and loses nothing, even when it is stopped meanwhile")
    func databaseAway() throws {
        let server = try PostgresServer()
        let uri = server.uri()
        let worker = start { try PostgresStore(uri: uri) }
        try push((0..<50).map { "R \($0)" })
        try eventually("the first are settled") { try isSettled() }
        server.kill()
        try push((0..<90).map { "R \($0)" })
        try eventually("it waits") {
            worker.progress.snapshot.state.hasPrefix("waiting for the store: postgresql://127")
        }
        #expect(!worker.progress.snapshot.lastError.isEmpty)
        try worker.end()
        #expect(try bench.depth("usage") == 90)
        #expect(try bench.depth("temp:recorder_0") == 0)
        let second = start { try PostgresStore(uri: uri) }
        try eventually("it waits too") { second.progress.snapshot.state.hasPrefix("waiting for the store") }
        try server.start()
        try eventually("all are settled") { try isSettled() }
        try eventually("it runs") { second.progress.snapshot.state == "running" }
        try second.end()
        #expect(try items(of: PostgresStore(uri: uri)) == expected(0..<90))
    }

    @Test("An event that the store does not take is given up alone")
    func poison() throws {
        let (file, server) = (file, bench.server)
        try SQLiteStore(path: file).migrate()
        try DatabaseQueue(path: file).write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER picky BEFORE INSERT ON events WHEN new.item LIKE '%:13' OR new.item LIKE '%:77'
                    BEGIN SELECT RAISE(ABORT, 'not this one'); END
                    """)
        }
        let worker = start { SQLiteStore(path: file) }
        try push((0..<100).map { "R \($0)" })
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try items(of: SQLiteStore(path: file)) == expected((0..<100).filter { $0 != 13 && $0 != 77 }))
        #expect(try server.list("failed:usage").count { $0.contains("not this one") } == 2)
    }

    @Test("A message of which the store does not take a transfer is given up with all its transfers, alone")
    func poisonedTransfer() throws {
        let (file, server) = (file, bench.server)
        try SQLiteStore(path: file).migrate()
        try DatabaseQueue(path: file).write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER picky BEFORE INSERT ON transfers WHEN new.station = 'S42B'
                    BEGIN SELECT RAISE(ABORT, 'not this one'); END
                    """)
        }
        let worker = start { SQLiteStore(path: file) }
        try push((0..<100).map { $0 % 3 == 0 ? "T S\($0)A,S\($0)B,S\($0)C" : $0 % 3 == 1 ? "R \($0)" : "- \($0)" })
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        let store = SQLiteStore(path: file)
        #expect(try items(of: store) == expected((0..<100).filter { $0 % 3 == 1 }))
        var transfers: [String] = []
        try store.records(TransferRecord.self, StoreSelection()) { transfers.append("\($0.id) \($0.station)") }
        let given = (0..<100).filter { $0 % 3 == 0 && $0 != 42 }.flatMap { number in
            ["A", "B", "C"].enumerated().map { "log:\(number)#\($0 + 1) S\(number)\($1)" }
        }
        #expect(transfers.sorted() == given.sorted())
        #expect(try server.list("failed:usage").map { $0.contains("S42A") && $0.contains("not this one") } == [true])
    }

    @Test("Between messages double clicks are marked and old records go, a step at a time")
    func chores() throws {
        let store = SQLiteStore(path: file)
        let events = (0..<25).map { number in
            var event = EventRecord(
                id: StoredText("\(number)"), time: UTCTime(secondsSince1970: Int64(number) * 3_600), service: "s",
                kind: "Request", item: "i", url: "u", agentClass: "person")
            event.click = ClickName(own: 1)
            return event
        }
        var double = events[20]
        double.id = "double"
        _ = try store.write(StoreBatch(events: events + [double]))
        var retention = Retention()
        // Before 1970-01-02.
        retention.events = UTCTime.now.secondsSince1970.asDays - 1.5
        var chores = StoreChores(retention, window: 30, settling: .zero)
        var steps = 0
        while try store.check().unsettledHours > 0 {
            steps += 1
            #expect(try chores.step(store))
        }
        #expect(steps == 25)
        #expect(try store.check().unsettledPeriods == 2)
        var marked: [String] = []
        try store.events(StoreSelection(), in: .time) { if $0.isDoubleClick { marked.append($0.id.description) } }
        #expect(marked == ["20"])
        // What is due at once would keep old records from going.
        chores = StoreChores(retention, window: 30, summing: .zero)
        while try store.check().unsettledPeriods > 0 { #expect(try chores.step(store)) }
        chores = StoreChores(retention, window: 30)
        while try chores.step(store) {}
        #expect(try store.check().rows["events"] == 1)
        #expect(try store.sums(SumQuery<UsageSum>(.days)).map(\.uses) == [24, 1])
        #expect(try store.check().rows["usage_hours"] == 25)
        retention.hours = UTCTime.now.secondsSince1970.asDays - 1.5
        chores = StoreChores(retention, window: 30)
        while try chores.step(store) {}
        #expect(try store.check().rows["usage_hours"] == 1)
    }
}

/// A store whose worker dies right after the first batch was written.
private final class DyingStore: RecordSink {
    struct Death: Error {}

    private let store: SQLiteStore
    init(_ store: SQLiteStore) { self.store = store }

    var name: String { store.name }

    func migrate() throws { try store.migrate() }

    func write(_ batch: StoreBatch) throws -> Int {
        _ = try store.write(batch)
        throw Death()
    }
}

extension Int64 {
    fileprivate var asDays: Double { Double(self) / 86_400 }
}
