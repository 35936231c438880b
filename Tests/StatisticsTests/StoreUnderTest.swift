import GRDB
import PostgresClient
import Statistics
import Synchronization
import TestKit
import Testing

/// The kinds of stores, for the tests that hold for all of them.
enum StoreKind: String, CaseIterable {
    case sqlite, postgresql
}

/// The stores of a test; their folders and servers are there as long as this is.
final class Stores: Sendable {
    private let kept = Mutex<[any Sendable]>([])

    /// A new store with nothing in it.
    func make(_ kind: StoreKind) throws -> StoreUnderTest {
        switch kind {
        case .sqlite:
            let directory = try TemporaryDirectory()
            kept.withLock { $0.append(directory) }
            let path = directory.file("data/usage.sqlite")
            return StoreUnderTest(
                { SQLiteStore(path: path) },
                run: { sql in try DatabaseQueue(path: path).write { try $0.execute(sql: sql) } })
        case .postgresql:
            let server = try PostgresServer.shared()
            kept.withLock { $0.append(server) }
            let uri = server.uri(database: try server.makeDatabase())
            return StoreUnderTest(
                { try PostgresStore(uri: uri) },
                run: { try PostgresConnection(PostgresAddress(uri: uri)).execute($0) })
        }
    }
}

/// One store, to which several may connect.
struct StoreUnderTest: Sendable {
    private let opening: @Sendable () throws -> any EventStore
    private let running: @Sendable (String) throws -> Void

    init(
        _ opening: @escaping @Sendable () throws -> any EventStore,
        run running: @escaping @Sendable (String) throws -> Void
    ) {
        (self.opening, self.running) = (opening, running)
    }

    /// Runs a statement behind the store's back.
    func run(_ sql: String) throws { try running(sql) }

    /// A connection of its own.
    func open() throws -> any EventStore { try opening() }
}

extension EventStore {
    /// All its events.
    func allEvents(
        _ selection: StoreSelection = StoreSelection(), in order: EventOrder = .time
    ) throws -> [EventRecord] {
        var events: [EventRecord] = []
        try self.events(selection, in: order) { events.append($0) }
        return events
    }

    /// All records of a table.
    func all<Record: StoredRecord>(_ type: Record.Type) throws -> [Record] {
        var records: [Record] = []
        try self.records(type, StoreSelection()) { records.append($0) }
        return records
    }

    /// Marks double clicks and sums up until there is no more to do.
    func settle() throws { try settleAll(window: 30) }
}

/// Tries again what a store cannot do now, as workers do.
func persisting<Result>(_ body: () throws -> Result) throws -> Result {
    for _ in 0..<100 {
        do {
            return try body()
        } catch let error as StoreError where error.kind == .unavailable {
            continue
        }
    }
    return try body()
}

/// What runs on a thread of its own from now on, whatever other tests do with the pool's.
final class Background<Result: Sendable>: Sendable {
    private let result = Mutex<Swift.Result<Result, any Error>?>(nil)

    init(_ body: @escaping @Sendable () throws -> Result) {
        startThread { [self] in
            let outcome = Swift.Result { try body() }
            result.withLock { $0 = outcome }
        }
    }

    /// Waits for its end.
    func value() throws -> Result {
        var outcome: Swift.Result<Result, any Error>?
        try eventually("it has ended", within: 60) {
            outcome = result.withLock { $0 }
            return outcome != nil
        }
        return try #require(outcome).get()
    }
}

/// Runs a closure that blocks on a thread of its own, and waits for its end.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        startThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
