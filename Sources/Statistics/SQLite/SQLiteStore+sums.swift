import GRDB
public import PluginAPI

/// Settling, removing and reading a file's sums.
extension SQLiteStore {
    /// Marks double clicks and sums up an hour; see ``EventStore/settleHour(window:)``.
    public func settleHour(window: Int64) throws -> Bool {
        guard access.reading == nil else { return false }
        return try writing { database in
            let sql = SQLiteSQL(database)
            guard let hour = try Settling.takeHour(sql, locking: "") else { return false }
            var isEarlierMarked = false
            if hour.source == .events {
                let earliest = try Int64.fetchAll(
                    database, sql: Self.marking,
                    arguments: [
                        "service": hour.service, "from": hour.start - window, "before": hour.end, "window": window,
                    ]
                ).min()
                isEarlierMarked = earliest.map { $0 < hour.start } ?? false
            }
            try Settling(sql).sumUp(hour, isEarlierMarked: isEarlierMarked)
            return true
        }
    }

    /// A hit at an hour's end is there a second time, under the name that it has in the next hour. Since later hits only come
    /// and never go before the earlier ones, a mark is never taken back.
    private static let marking = """
        WITH gaps AS MATERIALIZED (
            SELECT hit, time, lead(time) OVER (PARTITION BY name ORDER BY time, length(CAST(id AS BLOB)), id) - time AS gap,
                double_click
            FROM (
                SELECT rowid AS hit, time, id, click AS name, double_click FROM events
                WHERE time >= :from AND time < :before + :window AND service = :service AND click IS NOT NULL
                UNION ALL
                SELECT rowid, time, id, click_next, double_click FROM events
                WHERE time >= :from AND time < :before + :window AND service = :service AND click_next IS NOT NULL))
        UPDATE events SET double_click = 1
        WHERE rowid IN (SELECT hit FROM gaps WHERE gap <= :window AND time < :before AND NOT double_click)
        RETURNING time
        """

    /// Sums up a day or month; see ``EventStore/settlePeriod()``.
    public func settlePeriod() throws -> Bool {
        guard access.reading == nil else { return false }
        return try writing { try Settling(SQLiteSQL($0)).sumUpPeriod() }
    }

    /// Removes old rows; see ``EventStore/remove(from:before:limit:)``.
    public func remove(from table: StoreTable, before time: UTCTime, limit: Int) throws -> Int {
        try writing { database in
            let removing = Removing(store: SQLiteSQL(database))
            var count = 0
            while count < limit, let day = try removing.next(of: table, before: time.secondsSince1970) {
                count += try removing.remove(day)
            }
            return count
        }
    }

    /// Removes old sums; see ``EventStore/removeSums(_:before:limit:)``.
    public func removeSums(_ level: SumLevel, before time: UTCTime, limit: Int) throws -> Int {
        try writing { database in
            try Removing(store: SQLiteSQL(database)).removeSums(level, before: time.secondsSince1970, limit: limit)
        }
    }

    /// Has sums made again; see ``EventStore/rebuildSums()``.
    public func rebuildSums() throws {
        try writing { try Rebuilding(store: SQLiteSQL($0)).run() }
    }

    /// Reads sums; see ``EventStore/sums(_:_:)``.
    public func sums<Row: SumRow>(_ query: SumQuery<Row>, _ body: (Row) throws -> Void) throws {
        let statement = try query.statement(in: .sqlite)
        try read(statement.sql, SQLiteSQL.arguments(statement.values), body)
    }
}
