public import PluginAPI
import PostgresClient

/// Settling, removing and reading a database's sums.
extension PostgresStore {
    /// Marks double clicks and sums up an hour; see ``EventStore/settleHour(window:)``.
    public func settleHour(window: Int64) throws -> Bool {
        guard access.reading == nil else { return false }
        return try settling { connection in
            let sql = PostgresSQL(connection)
            // Whoever has written to that hour and not committed holds its row, and is waited for; what follows sees it all.
            guard let hour = try Settling.takeHour(sql, locking: "FOR UPDATE") else { return false }
            var isEarlierMarked = false
            if hour.source == .events {
                // Of a partition that nobody has analysed yet the server expects a few rows, and would look at all of an hour's
                // for each of them.
                try connection.execute("SET LOCAL enable_nestloop TO off")
                let earlier = try connection.query(
                    Self.marking, [hour.service, String(hour.start - window), String(hour.end), String(window)])
                isEarlierMarked = earlier.contains { row in row.first == String(hour.start - StoreHour.length) }
            }
            try Settling(sql).sumUp(hour, isEarlierMarked: isEarlierMarked)
            return true
        }
    }

    /// A hit at an hour's end is there a second time, under the name that it has in the next hour. Since later hits only come
    /// and never go before the earlier ones, a mark is never taken back. Gives the hours of what it has marked.
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
                    AND click_next IS NOT NULL) AS named),
        marked AS (
            UPDATE events SET double_click = true
            FROM (
                SELECT DISTINCT id, time FROM gaps
                WHERE gap <= make_interval(secs => $4::bigint) AND time < to_timestamp($3::bigint) AND NOT double_click)
                AS doubles
            WHERE events.id = doubles.id AND events.time = doubles.time
                AND events.time >= to_timestamp($2::bigint) AND events.time < to_timestamp($3::bigint)
            RETURNING events.time)
        SELECT DISTINCT extract(epoch FROM date_trunc('hour', time))::bigint FROM marked
        """

    /// Sums up a day or month; see ``EventStore/settlePeriod()``.
    public func settlePeriod() throws -> Bool {
        guard access.reading == nil else { return false }
        return try settling { try Settling(PostgresSQL($0)).sumUpPeriod() }
    }

    /// Removes old rows: whole months as partitions, else days; see ``EventStore/remove(from:before:limit:)``.
    public func remove(from table: StoreTable, before time: UTCTime, limit: Int) throws -> Int {
        var count = 0
        while count < limit, let removed = try removeNext(from: table, before: time.secondsSince1970) {
            count += removed
        }
        return count
    }

    private func removeNext(from table: StoreTable, before time: Int64) throws -> Int? {
        do {
            return try settling { connection in
                let removing = Removing(store: PostgresSQL(connection))
                guard let day = try removing.next(of: table, before: time) else { return nil }
                let month = try PostgresPartitions.month(of: day, connection)
                let dropped = try month.map { try PostgresPartitions.drop($0, of: table, connection) }
                let count = try dropped ?? removing.remove(day)
                let (start, end) = month.map { ($0.startTime, $0.endTime) } ?? (day.start, day.end)
                // What somebody has written meanwhile would be gone without having been summed up.
                let unsettled = try removing.oldestUnsettled(of: table, from: start)
                guard unsettled.map({ $0 >= end }) ?? true else { throw WrittenMeanwhile() }
                try RemovalMarks.set(table.rawValue, to: end, PostgresSQL(connection))
                return count
            }
        } catch is WrittenMeanwhile {
            return nil
        }
    }

    private struct WrittenMeanwhile: Error {}

    /// Removes old sums; see ``EventStore/removeSums(_:before:limit:)``.
    public func removeSums(_ level: SumLevel, before time: UTCTime, limit: Int) throws -> Int {
        try settling {
            try Removing(store: PostgresSQL($0)).removeSums(level, before: time.secondsSince1970, limit: limit)
        }
    }

    /// Has sums made again; see ``EventStore/rebuildSums()``.
    public func rebuildSums() throws {
        try settling { try Rebuilding(store: PostgresSQL($0)).run() }
    }

    /// Counts what is not settled; see ``EventStore/unsettled(_:)``.
    public func unsettled(_ selection: StoreSelection) throws -> Int {
        try mapping { try Unsettled(store: PostgresSQL($0)).count(selection) }
    }

    /// Reads sums; see ``EventStore/sums(_:_:)``.
    public func sums<Row: SumRow>(_ query: SumQuery<Row>, _ body: (Row) throws -> Void) throws {
        let statement = try query.statement(in: .postgres)
        try read(statement.sql, PostgresSQL.parameters(statement.values), body)
    }

    /// Does something in a transaction while nobody else settles or removes: two hours next to each other share hits, and
    /// many hours a day.
    private func settling<Result>(_ body: (PostgresConnection) throws -> Result) throws -> Result {
        try mapping { connection in
            try connection.transaction {
                try connection.execute("SELECT pg_advisory_xact_lock(\(PostgresSchema.settlingLock))")
                return try body(connection)
            }
        }
    }
}
