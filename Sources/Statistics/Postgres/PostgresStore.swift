import PluginAPI
import PostgresClient

/// A store in a PostgreSQL database.
public final class PostgresStore: EventStore {
    private let address: PostgresAddress
    let access: StoreAccess
    private var connection: PostgresConnection?
    var partitions = PostgresPartitions()

    /// Whether some of what comes is there already, as after a crash.
    var isReplaying = false

    /// A store at a connection URI; it connects at the first call.
    /// - Throws: ``StoreError`` when it is no connection URI.
    public init(uri: String, access: StoreAccess = .writing) throws(StoreError) {
        self.access = access
        do {
            address = try PostgresAddress(uri: uri)
        } catch {
            throw .unavailable(error.description)
        }
    }

    /// `postgresql://HOST:PORT/DATABASE`.
    public var name: String { address.description }

    /// Connects; see ``EventStore/migrate()``.
    public func migrate() throws { try mapping { _ in } }

    /// Looks at the database; see ``EventStore/check()``.
    public func check() throws -> StoreReport {
        try mapping { connection in
            // All of it is of one moment.
            try connection.transaction {
                try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                let sql = PostgresSQL(connection)
                var report = StoreReport()
                for table in Self.tables {
                    report.rows[table] = Int(try sql.number("SELECT count(*) FROM \(table)") ?? 0)
                }
                report.problems = try connection.query(
                    "SELECT indexrelid::regclass::text || ' is no valid index' FROM pg_index WHERE NOT indisvalid"
                ).compactMap(\.[0])
                try SumCheck(store: sql).add(to: &report)
                return report
            }
        }
    }

    /// Looks for the ends; see ``EventStore/coverage(of:)``.
    public func coverage(of service: String) throws -> StoreCoverage {
        try mapping { connection in
            func end(_ order: String) throws -> UTCTime? {
                try connection.query(
                    "SELECT extract(epoch FROM time)::bigint FROM events WHERE service = $1 ORDER BY time \(order) LIMIT 1",
                    [service]
                ).first?[0].flatMap { Int64($0) }.map { UTCTime(secondsSince1970: $0) }
            }
            let unsettled = try connection.query(
                "SELECT start FROM unsettled WHERE service = $1 AND source = 'events' AND level = 'hours' ORDER BY start",
                [service])
            return StoreCoverage(
                first: try end("ASC"), last: try end("DESC"),
                unsettled: unsettled.compactMap { $0[0].flatMap { Int64($0) } })
        }
    }

    private static let tables = StoreTable.allCases.map(\.rawValue) + SumTable.all.map(\.description)

    /// Has the server gather what was removed, and look at the tables anew.
    public func vacuum() throws {
        try mapping { connection in
            for table in Self.tables + ["unsettled"] { try connection.execute("VACUUM (ANALYZE) \(table)") }
        }
    }

    /// Does something with the database, which is connected to if it is not, and says what went wrong in a store's words.
    func mapping<Result>(_ body: (PostgresConnection) throws -> Result) throws -> Result {
        do {
            let connection = try connection ?? (access.reading.map(connectedForReading) ?? connected())
            self.connection = connection
            return try body(connection)
        } catch let error as PostgresError {
            if connection?.isUsable != true || error.kind == .refused {
                // The tables may be others when it comes back.
                connection = nil
                partitions.forget()
            }
            let text = "\(name): \(error.description)"
            throw error.kind == .data ? StoreError.data(text) : .unavailable(text)
        }
    }

    private func connectedForReading(_ reading: StoreReading) throws -> PostgresConnection {
        let connection = try PostgresConnection(address)
        try connection.execute("SET default_transaction_read_only TO on")
        try connection.execute("SET statement_timeout TO \(reading.limit / .milliseconds(1))")
        switch try PostgresSchema.state(connection) {
        case .current: return connection
        case .none: throw StoreError.absent(name)
        case .older: throw StoreError.older(name)
        case .newer: throw StoreError.newer(name)
        }
    }

    private func connected() throws -> PostgresConnection {
        let connection = try PostgresConnection(address)
        // Whoever marks double clicks must see what others have written while it waited for them.
        try connection.execute("SET default_transaction_isolation TO 'read committed'")
        guard try PostgresSchema.migrate(connection) else { throw StoreError.newer(name) }
        for table in StoreTable.allCases {
            try connection.execute(
                "CREATE TEMPORARY TABLE incoming_\(table) (LIKE \(table) INCLUDING DEFAULTS) ON COMMIT DELETE ROWS")
        }
        return connection
    }
}
