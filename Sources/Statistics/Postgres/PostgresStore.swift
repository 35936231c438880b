public import PluginAPI
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

    /// Marks double clicks; see ``EventStore/settleHour(window:)``.
    public func settleHour(window: Int64) throws -> Bool {
        guard access.reading == nil else { return false }
        return try mapping { connection in
            try connection.transaction {
                try connection.execute("SELECT pg_advisory_xact_lock(\(PostgresSchema.settlingLock))")
                // Whoever has written to that hour and not committed holds its row, and is waited for.
                let found = try connection.query(
                    """
                    DELETE FROM unsettled WHERE (start, service) =
                    (SELECT start, service FROM unsettled ORDER BY start, service LIMIT 1) RETURNING start, service
                    """)
                guard let start = found.first?.first?.flatMap({ Int64($0) }), let service = found.first?.last else {
                    return false
                }
                try connection.update(
                    Self.marking,
                    [service, String(start - window), String(start + StoreHour.length), String(window)])
                return true
            }
        }
    }

    /// A hit at an hour's end is there a second time, under the name that it has in the next hour. Since later hits only come
    /// and never go before the earlier ones, a mark is never taken back.
    private static let marking = """
        WITH gaps AS (
            SELECT id, time, lead(time) OVER (PARTITION BY name ORDER BY time, octet_length(id), id) - time AS gap, double_click
            FROM (
                SELECT id, time, click AS name, double_click FROM events
                WHERE time >= to_timestamp($2::bigint) AND time < to_timestamp($3::bigint + $4::bigint) AND service = $1
                    AND click IS NOT NULL
                UNION ALL
                SELECT id, time, click_next, double_click FROM events
                WHERE time >= to_timestamp($2::bigint) AND time < to_timestamp($3::bigint + $4::bigint) AND service = $1
                    AND click_next IS NOT NULL) AS named)
        UPDATE events SET double_click = true
        FROM (
            SELECT DISTINCT id, time FROM gaps
            WHERE gap <= make_interval(secs => $4::bigint) AND time < to_timestamp($3::bigint) AND NOT double_click) AS doubles
        WHERE events.id = doubles.id AND events.time = doubles.time
            AND events.time >= to_timestamp($2::bigint) AND events.time < to_timestamp($3::bigint)
        """

    /// Removes old rows: whole months as partitions, the rest one by one; see ``EventStore/remove(from:before:limit:)``.
    public func remove(from table: StoreTable, before time: UTCTime, limit: Int) throws -> Int {
        try mapping { connection in
            if table.isParted {
                let dropped = try PostgresPartitions.drop(of: table, before: time, connection)
                if dropped > 0 { return dropped }
            }
            return try connection.update(
                """
                DELETE FROM \(table) WHERE (id, time) IN
                (SELECT id, time FROM \(table) WHERE time < $1::timestamptz ORDER BY time LIMIT $2::bigint)
                """, [time.rfc3339, String(limit)])
        }
    }

    /// Looks at the database; see ``EventStore/check()``.
    public func check() throws -> StoreReport {
        try mapping { connection in
            var report = StoreReport()
            func count(_ table: String) throws -> Int {
                try connection.query("SELECT count(*) FROM \(table)").first?.first?.flatMap { Int($0) } ?? 0
            }
            for table in StoreTable.allCases { report.rows[table.rawValue] = try count(table.rawValue) }
            report.unsettledHours = try count("unsettled")
            report.problems = try connection.query(
                "SELECT indexrelid::regclass::text || ' is no valid index' FROM pg_index WHERE NOT indisvalid"
            ).compactMap(\.[0])
            return report
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
                "SELECT start FROM unsettled WHERE service = $1 ORDER BY start", [service])
            return StoreCoverage(
                first: try end("ASC"), last: try end("DESC"),
                unsettled: unsettled.compactMap { $0[0].flatMap { Int64($0) } })
        }
    }

    /// Has the server gather what was removed, and look at the tables anew.
    public func vacuum() throws {
        try mapping { connection in
            for table in StoreTable.allCases { try connection.execute("VACUUM (ANALYZE) \(table)") }
            try connection.execute("VACUUM (ANALYZE) unsettled")
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
