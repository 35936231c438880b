public import PluginAPI
import PostgresClient

/// A store in a PostgreSQL database.
public final class PostgresStore: EventStore {
    private let address: PostgresAddress
    private var connection: PostgresConnection?
    private var partitions = PostgresPartitions()

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

    /// Copies the records into temporary tables, and from there what is new; see ``EventStore/write(_:)``.
    public func write(_ batch: StoreBatch) throws -> Int {
        try mapping { connection in
            do {
                return try insert(batch, connection)
            } catch let error as PostgresError where error.state == "23514" {
                // No partition: somebody has removed old ones meanwhile.
                partitions.forget()
                return try insert(batch, connection)
            }
        }
    }

    private func insert(_ batch: StoreBatch, _ connection: PostgresConnection) throws -> Int {
        try partitions.make(for: batch, connection)
        return try connection.transaction {
            try insert(batch.events, connection) + insert(batch.transfers, connection)
                + insert(batch.points, connection)
        }
    }

    private func insert<Record: StoredRecord>(_ records: [Record], _ connection: PostgresConnection) throws -> Int {
        guard !records.isEmpty else { return 0 }
        let table = Record.table
        var rows = PostgresRowWriter(reserving: records.count * 320)
        for record in records {
            record.write(to: &rows)
            rows.endRow()
        }
        try connection.copy("COPY incoming_\(table) FROM STDIN", rows.text.bytes)
        // In the order of their ids: of two who write the same batch, none waits for the other in a circle.
        let new = "INSERT INTO \(table) SELECT * FROM incoming_\(table) ORDER BY id ON CONFLICT DO NOTHING"
        guard table == .events else { return try connection.update(new) }
        let count = try connection.query(
            """
            WITH new AS (\(new) RETURNING service, extract(epoch FROM time)::bigint AS time),
            hours AS (SELECT DISTINCT time - time % \(StoreHour.length)
                - CASE WHEN time % \(StoreHour.length) < 0 THEN \(StoreHour.length) ELSE 0 END AS start, service FROM new),
            noted AS (
                INSERT INTO unsettled (start, service) SELECT start, service FROM hours ORDER BY start, service
                ON CONFLICT (start, service) DO UPDATE SET service = excluded.service)
            SELECT count(*) FROM new
            """)
        return count.first?.first?.flatMap { Int($0) } ?? 0
    }

    /// Marks double clicks; see ``EventStore/settleHour(window:)``.
    public func settleHour(window: Int64) throws -> Bool {
        try mapping { connection in
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
