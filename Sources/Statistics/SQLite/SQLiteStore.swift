import FoundationEssentials
import GRDB
import GRDBSQLite

/// A store in a file: the one that needs no server. Several processes may write to it, one after the other.
public final class SQLiteStore: EventStore {
    /// The file's path.
    public let path: String

    let access: StoreAccess
    let patience: Double
    private var queue: DatabaseQueue?
    /// Which file is open.
    private var file: FileIdentity?
    /// The statements that insert rows, by table; they are of the connection and are only used on it.
    private var inserts: [StoreTable: Statement] = [:]

    /// A store in a file, which a writer makes with its folder when it is not there.
    /// - Parameter patience: Seconds to wait for another process' transaction.
    public init(path: String, access: StoreAccess = .writing, patience: Double = 10) {
        self.path = path
        self.access = access
        self.patience = patience
    }

    /// `sqlite:PATH`.
    public var name: String { "sqlite:\(path)" }

    /// Opens the file; see ``EventStore/migrate()``.
    public func migrate() throws { try mapping { _ in } }

    /// Inserts the records; see ``EventStore/write(_:)``.
    public func write(_ batch: StoreBatch) throws -> Int {
        try writing { database in
            let before = database.totalChangesCount
            var hours = NewHours()
            try insert(batch.events, database) { hours.note($0) }
            try insert(batch.transfers, database) { hours.note($0) }
            try insert(batch.points, database) { hours.note($0) }
            let count = database.totalChangesCount - before
            try keep(batch.place, database)
            for hour in hours.all {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO unsettled (level, start, source, service) VALUES ('hours', ?, ?, ?)",
                    arguments: [hour.start, hour.source.rawValue, hour.service])
            }
            return count
        }
    }

    /// Inserts rows that are not there.
    /// - Parameter isNew: Told of those.
    private func insert<Record: StoredRecord>(
        _ records: [Record], _ database: Database, isNew: (Record) -> Void
    ) throws {
        guard !records.isEmpty else { return }
        let statement = try inserts[Record.table] ?? prepared(Record.table, database)
        inserts[Record.table] = statement
        for record in records {
            var row = SQLiteRowWriter(statement)
            record.write(to: &row)
            let before = database.totalChangesCount
            try statement.execute()
            if database.totalChangesCount > before { isNew(record) }
        }
    }

    private func prepared(_ table: StoreTable, _ database: Database) throws -> Statement {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let values = table.columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try database.makeStatement(
            sql: "INSERT INTO \(table) (\(columns)) VALUES (\(values)) ON CONFLICT (id) DO NOTHING")
        // GRDB shall not look whether it was given the arguments.
        statement.setUncheckedArguments(StatementArguments())
        return statement
    }

    /// Looks at the file; see ``EventStore/check()``.
    public func check() throws -> StoreReport {
        try reading { database in
            var report = StoreReport()
            for table in StoreTable.allCases.map(\.rawValue) + SumTable.all.map(\.description) {
                report.rows[table] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)")
            }
            report.problems = try String.fetchAll(database, sql: "PRAGMA quick_check").filter { $0 != "ok" }
            // Sums of a file that is broken say nothing.
            if report.problems.isEmpty { try SumCheck(store: SQLiteSQL(database)).add(to: &report) }
            return report
        }
    }

    /// Makes the file as small as it can be.
    public func vacuum() throws {
        try mapping { try $0.vacuum() }
    }

    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try mapping { queue in
            try queue.inDatabase { database in
                var result: Result?
                try database.inTransaction(.immediate) {
                    result = try body(database)
                    return .commit
                }
                guard let result else { throw StoreError.unavailable("\(name): the transaction was rolled back") }
                // What is in a file without a name is lost. Looked for after the commit, and before anybody acknowledges.
                guard FileIdentity(path: path) == file else { throw Replaced() }
                return result
            }
        }
    }

    /// The file was removed, or another one stands in its place.
    private struct Replaced: Error {}

    /// Reads at one moment, whatever others write meanwhile.
    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try mapping { try $0.read(body) }
    }

    /// Does something with the file, which is opened if it is not open, and says what went wrong in a store's words.
    private func mapping<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
        do {
            let queue = try queue ?? (access.reading.map(openedForReading) ?? opened())
            self.queue = queue
            return try body(queue)
        } catch let error as DatabaseError {
            let kind = error.resultCode
            if kind == .SQLITE_INTERRUPT, access.reading != nil { throw StoreError.stopped(name) }
            if [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE].contains(kind) {
                throw StoreError.data("\(name): \(error.message ?? "SQLite's code \(kind)")")
            }
            // Another file may be there next time, or none.
            if kind != .SQLITE_BUSY { close() }
            throw StoreError.unavailable("\(name): \(error.message ?? "SQLite's code \(kind)")")
        } catch is Replaced {
            close()
            throw StoreError.unavailable(
                "\(name): the file was removed or replaced while it was written to; what it held is not in the one that is there now"
            )
        }
    }

    private func close() {
        inserts = [:]
        queue = nil
    }

    private func opened() throws -> DatabaseQueue {
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
            } catch {
                throw StoreError.unavailable("\(name): cannot make the folder \(folder)")
            }
        }
        return try FolderLock.holding(folder.isEmpty ? "." : String(folder), for: name) { try openedAlone() }
    }

    private func openedAlone() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(patience)
        configuration.label = "statistics"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        file = FileIdentity(path: path)
        try queue.inDatabase { database in
            // What was written must not be lost with the power: its messages are gone from Redis then.
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16000")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
        }
        guard try !queue.read(SQLiteSchema.migrator.hasBeenSuperseded) else { throw StoreError.newer(name) }
        try SQLiteSchema.migrator.migrate(queue)
        return queue
    }
}

extension StoreTable: CustomStringConvertible {
    /// Its name.
    public var description: String { rawValue }
}
