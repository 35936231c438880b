/// Compares sums with what they were made of: each table with one query, over all that is settled and still there.
struct SumCheck {
    let store: any StoreSQL

    /// Adds what was found.
    func add(to report: inout StoreReport) throws {
        report.unsettledHours = Int(try store.number("SELECT count(*) FROM unsettled WHERE level = 'hours'") ?? 0)
        report.unsettledPeriods = Int(try store.number("SELECT count(*) FROM unsettled WHERE level <> 'hours'") ?? 0)
        let marks = try RemovalMarks(store)
        for table in SumTable.all {
            let count = try differences(in: table, marks)
            guard count > 0 else { continue }
            let origin = table.level == .months ? "\(SumTable(kind: table.kind, level: .days))" : "\(table.kind.source)"
            report.problems.append(
                "\(table): \(count) \(count == 1 ? "row is" : "rows are") not what \(origin) come to (store rebuild)")
        }
    }

    /// How many rows are not as they would be made now, are missing, or should not be there.
    private func differences(in table: SumTable, _ marks: RemovalMarks) throws -> Int64 {
        let source = table.kind.source
        let sql = SumSQL(dialect: store.dialect, kind: table.kind)
        let own = marks.sums(of: source, table.level)
        let origin = table.level == .months ? marks.sums(of: source, .days) : marks.records(of: source)
        let isOfDays = table.level == .months
        let original = condition(isOfDays ? "start" : "time", table, from: max(own, origin))
        let columns = comparable(table.kind)
        let keys = (["start"] + table.kind.keys.map(\.name)).joined(separator: ", ")
        let made = isOfDays ? sql.ofDays(where: original) : sql.ofRecords(table.level, where: original)
        let kept = "SELECT \(columns) FROM \(table) WHERE \(condition("start", table, from: max(own, origin)))"
        return try store.number(
            """
            WITH made AS (SELECT \(columns) FROM (\(made)) AS made), kept AS (\(kept))
            SELECT count(*) FROM (
                SELECT DISTINCT \(keys) FROM (
                    SELECT * FROM (SELECT * FROM made EXCEPT SELECT * FROM kept) AS missing
                    UNION ALL
                    SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM made) AS wrong) AS differences) AS rows
            """) ?? 0
    }

    /// Totals of real numbers differ in their last digits by the order of adding.
    private func comparable(_ kind: SumKind) -> String {
        let values = kind.values.filter { value in
            if case .realTotal = value.measure { false } else { true }
        }
        return (["start"] + kind.keys.map(\.name) + values.map(\.name)).joined(separator: ", ")
    }

    /// What is settled and was not removed.
    private func condition(_ time: String, _ table: SumTable, from mark: Int64) -> String {
        let dialect = store.dialect
        let noted = dialect.start(of: dialect.moment(ofSeconds: "start"), table.level)
        // An hour that is noted changes its day, but its month only with its day.
        let levels = table.level == .months ? "'months'" : table.level == .days ? "'hours', 'days'" : "'hours'"
        let unsettled =
            "SELECT \(noted) FROM unsettled WHERE source = '\(table.kind.source)' AND level IN (\(levels))"
        let since = mark == .min ? "" : "\(time) >= \(dialect.moment(ofSeconds: "\(mark)")) AND "
        return "\(since)\(dialect.start(of: time, table.level)) NOT IN (\(unsettled))"
    }
}
