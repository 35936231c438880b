import Glibc
import PluginAPI
import Statistics
import Synchronization
import TestKit
import Testing

/// Stores that are opened to be read only.
@Suite("Readers")
struct ReadingTests {
    private let directory: TemporaryDirectory
    private let server: PostgresServer
    private let uri: String
    private let isStopped = Flag()

    private final class Flag: Sendable {
        let value = Mutex(false)
    }

    init() throws {
        directory = try TemporaryDirectory()
        server = try PostgresServer.shared()
        uri = server.uri(database: try server.makeDatabase())
    }

    private var path: String { directory.file("data/usage.sqlite") }

    private func open(_ kind: StoreKind, _ access: StoreAccess = .writing) throws -> any EventStore {
        switch kind {
        case .sqlite: SQLiteStore(path: path, access: access)
        case .postgresql: try PostgresStore(uri: uri, access: access)
        }
    }

    private func reader(_ kind: StoreKind) throws -> any EventStore {
        let flag = isStopped
        return try open(kind, .reading(StoreReading(limit: .seconds(60)) { flag.value.withLock(\.self) }))
    }

    private func problem(_ body: () throws -> Void) -> StoreError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? StoreError)?.kind
        }
    }

    @Test("A reader makes no store", arguments: StoreKind.allCases)
    func absent(kind: StoreKind) throws {
        let reader = try reader(kind)
        #expect(problem { _ = try reader.coverage(of: "ora") } == .absent)
        #expect(problem { try reader.migrate() } == .absent)
        #expect(access(path, F_OK) != 0)
        #expect(problem { _ = try self.reader(kind).check() } == .absent)
        // It sees it once it is there.
        _ = try open(kind).write(StoreBatch(events: [.sample(1)]))
        #expect(try reader.coverage(of: "ora").first == .june15(10))
    }

    @Test("A reader changes nothing, and keeps nobody from writing", arguments: StoreKind.allCases)
    func changesNothing(kind: StoreKind) throws {
        let (writer, reader) = (try open(kind), try reader(kind))
        _ = try writer.write(
            StoreBatch(events: (0..<200).map { .sample($0, at: .june15(3, $0 % 60)) } + [.sample(500, at: .june15(22))])
        )
        let coverage = try reader.coverage(of: "ora")
        #expect(coverage.first == .june15(3) && coverage.last == .june15(22))
        #expect(coverage.unsettled == [UTCTime.june15(3), .june15(22)].map(\.secondsSince1970))
        #expect(try reader.coverage(of: "none") == StoreCoverage(first: nil, last: nil))
        #expect(try reader.settleHour(window: 30) == false)
        #expect(problem { _ = try reader.write(StoreBatch(events: [.sample(900)])) } != nil)
        #expect(try reader.check().rows["events"] == 201 && reader.check().unsettledHours == 2)
        // Amid what is read somebody writes, and settles.
        var count = 0
        try reader.uses(StoreSelection(), pages: false) { _ in
            count += 1
            guard count == 50 else { return }
            _ = try writer.write(StoreBatch(events: [.sample(901, at: .june15(23))]))
            while try writer.settleHour(window: 30) {}
        }
        #expect(count == 201)
        #expect(try reader.coverage(of: "ora").unsettled.isEmpty)
    }

    @Test("A reader gives up when it is told to", arguments: StoreKind.allCases)
    func stops(kind: StoreKind) throws {
        _ = try open(kind).write(StoreBatch(events: (0..<20_000).map { .sample($0, at: .june15(1, $0 % 60)) }))
        let reader = try reader(kind)
        var count = 0
        let problem = problem {
            try reader.uses(StoreSelection(), pages: false) { _ in
                count += 1
                if count == 10 { self.isStopped.value.withLock { $0 = true } }
            }
        }
        #expect(problem == .stopped && count < 20_000)
        isStopped.value.withLock { $0 = false }
        #expect(try reader.check().rows["events"] == 20_000)
    }
}
