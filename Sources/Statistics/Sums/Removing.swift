/// How records and sums go, in a transaction that nobody settles in: whole days of records at a time, and whole days (of
/// hours) or months of sums, so that none is ever made of what is left of them.
struct Removing {
    let store: any StoreSQL

    /// The day whose records are the next to go.
    struct Day {
        let table: StoreTable
        let start: Int64
        /// Up to when more may go with it.
        let latest: Int64
        var end: Int64 { SumLevel.days.end(of: start) }
    }

    /// Finds the oldest day that is before a time and has records that are in the sums.
    func next(of table: StoreTable, before time: Int64) throws -> Day? {
        let mark = try RemovalMarks(store).records(of: table)
        let end = min(SumLevel.days.start(of: time), try oldestUnsettled(of: table, from: mark) ?? .max)
        let dialect = store.dialect
        let seconds = dialect == .sqlite ? "min(time)" : "extract(epoch FROM min(time))::bigint"
        // There is no such moment for whom nothing was removed.
        let conditions = mark == .min ? "true" : "time >= \(dialect.moment(1))"
        let oldest = try store.number(
            "SELECT \(seconds) FROM \(table) WHERE \(conditions)", mark == .min ? [] : [.number(mark)])
        guard let oldest, SumLevel.days.end(of: oldest) <= end else { return nil }
        return Day(table: table, start: SumLevel.days.start(of: oldest), latest: end)
    }

    /// When the first day begins that is not settled.
    func oldestUnsettled(of table: StoreTable, from mark: Int64) throws -> Int64? {
        let dialect = store.dialect
        return try store.number(
            """
            SELECT min(start) FROM unsettled
            WHERE level IN ('hours', 'days') AND source = \(dialect.text(1)) AND start >= \(dialect.number(2))
            """, [.text(table.rawValue), .number(mark)]
        ).map { SumLevel.days.start(of: $0) }
    }

    /// Removes a day's records.
    /// - Returns: How many.
    func remove(_ day: Day) throws -> Int {
        let dialect = store.dialect
        let count = try store.run(
            "DELETE FROM \(day.table) WHERE time >= \(dialect.moment(1)) AND time < \(dialect.moment(2))",
            [.number(day.start), .number(day.end)])
        try RemovalMarks.set(day.table.rawValue, to: day.end, store)
        return count
    }

    /// Removes sums; see ``EventStore/removeSums(_:before:limit:)``.
    func removeSums(_ level: SumLevel, before time: Int64, limit: Int) throws -> Int {
        var left = limit
        for source in StoreTable.allCases where left > 0 {
            guard let end = try end(of: level, source, time) else { continue }
            // From here on nobody writes such rows.
            try RemovalMarks.set(RemovalMarks.name(source, level), to: end, store)
            for kind in SumKind.of(source) where kind.levels.contains(level) && left > 0 {
                left -= try store.run(deletion(from: SumTable(kind: kind, level: level), limit: left), [.number(end)])
            }
        }
        return limit - left
    }

    /// Before which moment sums may go; nil: before none.
    private func end(of level: SumLevel, _ source: StoreTable, _ time: Int64) throws -> Int64? {
        guard level != .hours else { return SumLevel.days.start(of: time) }
        let wanted = SumLevel.months.start(of: time)
        guard level == .days else { return wanted }
        // Days are what months are made of: as long as there can be new ones they stay.
        let mark = try RemovalMarks(store).records(of: source)
        guard mark != .min else { return nil }
        let dialect = store.dialect
        let month = try store.number(
            "SELECT min(start) FROM unsettled WHERE level = 'months' AND source = \(dialect.text(1))",
            [.text(source.rawValue)])
        return min(wanted, SumLevel.months.start(of: mark), month ?? .max)
    }

    private func deletion(from table: SumTable, limit: Int) -> String {
        let keys = (["start"] + table.kind.keys.map(\.name)).joined(separator: ", ")
        return """
            DELETE FROM \(table) WHERE (\(keys)) IN
            (SELECT \(keys) FROM \(table) WHERE start < \(store.dialect.moment(1)) ORDER BY start LIMIT \(limit))
            """
    }
}
