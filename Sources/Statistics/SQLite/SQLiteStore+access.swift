import GRDB
import GRDBSQLite
import Glibc
import PluginAPI

/// Reading a file beside those who write to it.
extension SQLiteStore {
    /// Opens the file as it is.
    func openedForReading(_ reading: StoreReading) throws -> DatabaseQueue {
        guard Glibc.access(path, F_OK) == 0 else { throw StoreError.absent(name) }
        var configuration = Configuration()
        configuration.readonly = true
        // Whoever is the last to close the file holds it for a moment.
        configuration.busyMode = .timeout(patience)
        configuration.label = "statistics, read"
        let stop = StopQuestion(reading.isStopped)
        configuration.prepareDatabase { stop.ask(in: $0) }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let done = try queue.read { try SQLiteSchema.migrator.appliedIdentifiers($0) }
        guard !done.isEmpty else { throw StoreError.absent(name) }
        guard try !queue.read(SQLiteSchema.migrator.hasBeenSuperseded) else { throw StoreError.newer(name) }
        guard try queue.read(SQLiteSchema.migrator.hasCompletedMigrations) else { throw StoreError.older(name) }
        return queue
    }

    /// Looks for the ends; see ``EventStore/coverage(of:)``.
    public func coverage(of service: String) throws -> StoreCoverage {
        try reading { database in
            func end(_ order: String) throws -> UTCTime? {
                try Int64.fetchOne(
                    database, sql: "SELECT time FROM events WHERE service = ? ORDER BY time \(order) LIMIT 1",
                    arguments: [service]
                ).map { UTCTime(secondsSince1970: $0) }
            }
            return StoreCoverage(
                first: try end("ASC"), last: try end("DESC"),
                unsettled: try Int64.fetchAll(
                    database,
                    sql: """
                        SELECT start FROM unsettled WHERE service = ? AND source = 'events' AND level = 'hours' ORDER BY start
                        """,
                    arguments: [service]))
        }
    }
}

/// Has SQLite ask now and then, also while it sorts, whether to give up.
private final class StopQuestion: Sendable {
    /// After how many steps of SQLite's machine: some hundred times a second.
    private static let steps: Int32 = 100_000

    private let isStopped: @Sendable () -> Bool

    init(_ isStopped: @escaping @Sendable () -> Bool) { self.isStopped = isStopped }

    /// The connection keeps what prepared it, and so the question, as long as it lives.
    func ask(in database: Database) {
        sqlite3_progress_handler(
            database.sqliteConnection, Self.steps,
            { question in
                guard let question else { return 0 }
                return Unmanaged<StopQuestion>.fromOpaque(question).takeUnretainedValue().isStopped() ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
