import PluginAPI
import PostgresClient
import Statistics
import Synchronization
import TestKit
import Testing

/// What is PostgreSQL's alone.
@Suite("PostgreSQL as a store")
struct PostgresStoreTests {
    private let server: PostgresServer
    init() throws { server = try PostgresServer.shared() }

    @Test("Each month has partitions of its own, and what is out of the way has two")
    func partitions() throws {
        let database = try server.makeDatabase()
        let store = try PostgresStore(uri: server.uri(database: database))
        let times: [Int64] = [0, 1_704_067_199, 1_704_067_200, 1_718_409_600, 8_000_000_000]
        let events = times.map { EventRecord.bare(StoredText("\($0)"), at: UTCTime(secondsSince1970: $0)) }
        _ = try store.write(StoreBatch(events: events, transfers: [.sample(1)]))
        let connection = try PostgresConnection(server.address(database: database))
        let found = try connection.query("SELECT tableoid::regclass::text FROM events ORDER BY time").compactMap(\.[0])
        #expect(
            found == [
                "events_before_1990", "events_2023_12", "events_2024_01", "events_2024_06", "events_after_2099",
            ])
        #expect(try connection.query("SELECT tableoid::regclass::text FROM transfers") == [["transfers_2024_06"]])
    }

    @Test("A partition is made while somebody reads the table")
    func readers() throws {
        let database = try server.makeDatabase()
        let store = try PostgresStore(uri: server.uri(database: database))
        _ = try store.write(StoreBatch(events: [.sample(1)]))
        let reader = try PostgresConnection(server.address(database: database))
        try reader.execute("BEGIN; SELECT * FROM events")
        let other = UTCTime(secondsSince1970: 1_400_000_000)
        #expect(try store.write(StoreBatch(events: [.sample(2, at: other)])) == 1)
        try reader.execute("COMMIT")
    }

    @Test("A server that is killed again and again while batches are written loses none and doubles none")
    func kills() async throws {
        let server = try PostgresServer()
        let uri = server.uri()
        let batches = 60
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    try await onThread {
                        let store = try PostgresStore(uri: uri)
                        for batch in 0..<batches {
                            // Of each batch a half is the other writer's too.
                            let first = (batch * 2 + writer) * 50
                            let events = (first..<first + 100).map { EventRecord.sample($0) }
                            try eventually("batch \(batch) is written", within: 60) {
                                do {
                                    _ = try store.write(StoreBatch(events: events))
                                    _ = try store.settleHour(window: 30)
                                    _ = try store.settlePeriod()
                                    return true
                                } catch let error as StoreError where error.kind == .unavailable {
                                    return false
                                }
                            }
                            progress.done.add(1, ordering: .relaxed)
                        }
                    }
                }
            }
            group.addTask {
                try await onThread {
                    var seen = 0
                    while !progress.isOver.load(ordering: .relaxed) {
                        // Whenever some more have been written.
                        let now = progress.done.load(ordering: .relaxed)
                        guard now >= seen + 20 else { continue }
                        seen = now
                        server.kill()
                        try server.start()
                    }
                }
            }
            for _ in 0..<2 { try await group.next() }
            progress.isOver.store(true, ordering: .relaxed)
            try await group.waitForAll()
        }
        let store = try PostgresStore(uri: uri)
        let total = (batches * 2 - 1) * 50 + 100
        #expect(try store.allEvents().map(\.id) == (0..<total).map { EventRecord.sample($0).id }.sortedByBytes)
        try store.settle()
        let report = try store.check()
        #expect(report.rows["events"] == total && report.problems == [] && report.unsettledHours == 0)
        let usage = try store.sums(SumQuery<UsageSum>(.months))
        #expect(usage.map { $0.uses + $0.doubleClicks } == [total])
    }

    @Test("What waits for a writer's end sees what it wrote: no double click is overlooked")
    func settlingWaits() throws {
        let database = try server.makeDatabase()
        let uri = server.uri(database: database)
        let store = try PostgresStore(uri: uri)
        var (first, second) = (
            EventRecord.bare("1", at: .june15(10, 0, 0)), EventRecord.bare("2", at: .june15(10, 0, 5))
        )
        (first.click, second.click) = (ClickName(own: 1), ClickName(own: 1))
        _ = try store.write(StoreBatch(events: [first]))
        // A test that fails shall not wait for ever.
        try PostgresConnection(server.address()).execute("ALTER DATABASE \(database) SET lock_timeout TO '30s'")
        // From now on writers are held up where they have done everything but committed.
        let watcher = try PostgresConnection(server.address(database: database))
        try watcher.execute(
            """
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION hold();
            SELECT pg_advisory_lock(42)
            """)
        let waiting =
            "SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = $1)"
        let event = second
        let written = Background { try PostgresStore(uri: uri).write(StoreBatch(events: [event])) }
        try eventually("the writer is held up", within: 60) { try watcher.query(waiting, [database]).count == 1 }
        let settled = Background { try PostgresStore(uri: uri).settleHour(window: 30) }
        try eventually("who settles waits for it") { try watcher.query(waiting, [database]).count == 2 }
        try watcher.execute("SELECT pg_advisory_unlock(42)")
        #expect(try written.value() == 1)
        #expect(try settled.value())
        #expect(try store.allEvents().map(\.isDoubleClick) == [true, false])
    }

    @Test("A database that is not there, or that may not be written to, is waited for, with the reason")
    func unavailable() throws {
        let store = try PostgresStore(uri: server.uri(database: "nowhere"))
        let missing = try #require(throws: StoreError.self) { try store.write(StoreBatch(events: [.sample(1)])) }
        #expect(missing.kind == .unavailable)
        #expect(missing.description.hasSuffix(#"database "nowhere" does not exist"#), "\(missing)")
        let database = try server.makeDatabase()
        try PostgresConnection(server.address()).execute(
            "ALTER DATABASE \(database) SET default_transaction_read_only TO on")
        let barred = try PostgresStore(uri: server.uri(database: database))
        let error = try #require(throws: StoreError.self) { try barred.write(StoreBatch(events: [.sample(1)])) }
        #expect(error.kind == .unavailable)
        #expect(error.description.contains("read-only transaction"))
    }
}

/// How far writers are.
private final class Progress: Sendable {
    let done = Atomic(0)
    let isOver = Atomic(false)
}

extension Sequence<StoredText> {
    /// As stores order ids.
    fileprivate var sortedByBytes: [StoredText] {
        sorted { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    }
}
