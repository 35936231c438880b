import PostgresClient

/// A store in a PostgreSQL database.
public final class PostgresStore: EventStore {
    private let address: PostgresAddress
    private var connection: PostgresConnection?
    var partitions = PostgresPartitions()

    /// Whether some of what comes is there already, as after a crash.
    var isReplaying = false

    /// A store at a connection URI; it connects at the first call.
    /// - Throws: ``StoreError`` when it is no connection URI.
    public init(uri: String) throws(StoreError) {
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
            let connection = try connection ?? connected()
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
