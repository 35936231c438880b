/// How hours, days and months are settled, in a transaction that nobody else settles in.
///
/// What has to be summed up is noted in `unsettled`: whoever writes records notes their hours; who settles an hour notes its
/// day, and who settles a day its month. So an import has each day summed up once, when all its hours are.
///
/// Records are summed up whole days at a time, and months as what their days come to, always in place of what the sums were:
/// it does not matter how often. Only where records were removed (``Removing``) what comes late has to be added, once: it is
/// added and removed in one transaction, so a record of such a day is always one that is in no sum yet.
struct Settling {
    let store: any StoreSQL
    private let marks: RemovalMarks

    init(_ store: any StoreSQL) throws {
        self.store = store
        marks = try RemovalMarks(store)
    }

    /// An hour that got new records.
    struct Hour {
        let source: StoreTable
        let start: Int64
        let service: String
        var end: Int64 { start + StoreHour.length }
    }

    /// The oldest hour to settle, taken from those noted.
    /// - Parameter locking: What makes the query wait for those who are writing to the hour.
    static func takeHour(_ store: any StoreSQL, locking: String) throws -> Hour? {
        let found = try store.rows(
            """
            SELECT source, start, service FROM unsettled WHERE level = 'hours'
            ORDER BY start, source, service LIMIT 1 \(locking)
            """, [])
        guard let row = found.first, row.count == 3, let source = row[0].flatMap(StoreTable.init),
            let start = row[1].flatMap({ Int64($0) }), let service = row[2]
        else { return nil }
        let dialect = store.dialect
        _ = try store.run(
            """
            DELETE FROM unsettled WHERE level = 'hours' AND start = \(dialect.number(1)) AND source = \(dialect.text(2))
                AND service = \(dialect.text(3))
            """, [.number(start), .text(source.rawValue), .text(service)])
        return Hour(source: source, start: start, service: service)
    }

    /// Sums up an hour.
    /// - Parameter isEarlierMarked: Whether double clicks were found in the hour before, too.
    func sumUp(_ hour: Hour, isEarlierMarked: Bool) throws {
        guard marks.records(of: hour.source) <= hour.start else { return try add(hour) }
        try replace(hour)
        let earlier = Hour(source: hour.source, start: hour.start - StoreHour.length, service: hour.service)
        // What is late there is summed up when it is settled.
        if isEarlierMarked, marks.records(of: hour.source) <= earlier.start { try replace(earlier) }
    }

    private func replace(_ hour: Hour) throws {
        if marks.sums(of: hour.source, .hours) <= hour.start {
            for kind in SumKind.of(hour.source) where kind.levels.contains(.hours) {
                _ = try store.run(
                    SumSQL(dialect: store.dialect, kind: kind).replacing(.hours, ofService: true),
                    [.number(hour.start), .number(hour.end), .text(hour.service)])
            }
        }
        try note(.days, of: hour.source, at: hour.start)
    }

    /// Adds what came late to all sums that are still kept, and removes it.
    private func add(_ hour: Hour) throws {
        let hasDays = marks.sums(of: hour.source, .days) <= hour.start
        // Months are what their days come to, while these are there.
        let levels = SumLevel.allCases.filter { level in
            (level != .months || !hasDays) && marks.sums(of: hour.source, level) <= hour.start
        }
        for kind in SumKind.of(hour.source) {
            let sql = SumSQL(dialect: store.dialect, kind: kind)
            for level in levels where kind.levels.contains(level) {
                _ = try store.run(
                    sql.adding(to: level),
                    [
                        .number(level.start(of: hour.start)), .number(hour.start), .number(hour.end),
                        .text(hour.service),
                    ])
            }
        }
        if hasDays { try note(.months, of: hour.source, at: hour.start) }
        let dialect = store.dialect
        _ = try store.run(
            """
            DELETE FROM \(hour.source) WHERE time >= \(dialect.moment(1)) AND time < \(dialect.moment(2))
                AND service = \(dialect.text(3))
            """, [.number(hour.start), .number(hour.end), .text(hour.service)])
    }

    /// Sums up the oldest day that is noted, or else the oldest month.
    /// - Returns: Whether there was one.
    func sumUpPeriod() throws -> Bool {
        for level in [SumLevel.days, .months] {
            let found = try store.rows(
                "SELECT source, start FROM unsettled WHERE level = '\(level)' ORDER BY start, source LIMIT 1", [])
            guard let row = found.first, row.count == 2, let source = row[0].flatMap(StoreTable.init),
                let start = row[1].flatMap({ Int64($0) })
            else { continue }
            try sumUp(level, of: source, start)
            let dialect = store.dialect
            _ = try store.run(
                """
                DELETE FROM unsettled WHERE level = '\(level)' AND start = \(dialect.number(1))
                    AND source = \(dialect.text(2))
                """, [.number(start), .text(source.rawValue)])
            return true
        }
        return false
    }

    private func sumUp(_ level: SumLevel, of source: StoreTable, _ start: Int64) throws {
        // A day's records are not removed while it is noted, nor a month's days.
        guard max(marks.sums(of: source, level), level == .days ? marks.records(of: source) : .min) <= start else {
            return
        }
        for kind in SumKind.of(source) {
            let sql = SumSQL(dialect: store.dialect, kind: kind)
            _ = try store.run(
                level == .days ? sql.replacing(.days, ofService: false) : sql.replacingMonth(),
                [.number(start), .number(level.end(of: start))])
        }
        if level == .days { try note(.months, of: source, at: start) }
    }

    private func note(_ level: SumLevel, of source: StoreTable, at time: Int64) throws {
        let dialect = store.dialect
        _ = try store.run(
            """
            INSERT INTO unsettled (level, start, source, service)
            VALUES ('\(level)', \(dialect.number(1)), \(dialect.text(2)), '') ON CONFLICT DO NOTHING
            """, [.number(level.start(of: time)), .text(source.rawValue)])
    }
}
