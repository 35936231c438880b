/// How sums are thrown away and noted to be made again, in a transaction that nobody settles in: those of which the records,
/// or of months the days, are there.
struct Rebuilding {
    let store: any StoreSQL

    func run() throws {
        let marks = try RemovalMarks(store)
        for source in StoreTable.allCases {
            let records = marks.records(of: source)
            let days = marks.sums(of: source, .days)
            try noteHours(of: source, from: records)
            for kind in SumKind.of(source) {
                // The months of days that stay.
                try noteMonths(of: kind, source, from: days)
                for level in kind.levels {
                    try delete(SumTable(kind: kind, level: level), from: level == .months ? days : records)
                }
            }
        }
    }

    private func noteHours(of source: StoreTable, from mark: Int64) throws {
        let dialect = store.dialect
        try insert(
            "'hours', \(seconds(dialect.start(of: "time", .hours))), \(dialect.text(1)), service", from: "\(source)",
            where: "time", [.text(source.rawValue)], mark)
    }

    private func noteMonths(of kind: SumKind, _ source: StoreTable, from mark: Int64) throws {
        let dialect = store.dialect
        try insert(
            "'months', \(seconds(dialect.start(of: "start", .months))), \(dialect.text(1)), ''",
            from: "\(SumTable(kind: kind, level: .days))", where: "start", [.text(source.rawValue)], mark)
    }

    private func insert(
        _ columns: String, from table: String, where time: String, _ values: [SQLValue], _ mark: Int64
    ) throws {
        let (condition, all) = after(mark, time, values)
        _ = try store.run(
            """
            INSERT INTO unsettled (level, start, source, service) SELECT DISTINCT \(columns) FROM \(table)
            WHERE \(condition) ON CONFLICT DO NOTHING
            """, all)
    }

    private func delete(_ table: SumTable, from mark: Int64) throws {
        let (condition, values) = after(mark, "start", [])
        _ = try store.run("DELETE FROM \(table) WHERE \(condition)", values)
    }

    private func after(_ mark: Int64, _ time: String, _ values: [SQLValue]) -> (String, [SQLValue]) {
        guard mark != .min else { return ("true", values) }
        return ("\(time) >= \(store.dialect.moment(values.count + 1))", values + [.number(mark)])
    }

    private func seconds(_ moment: String) -> String {
        store.dialect == .sqlite ? moment : "extract(epoch FROM \(moment))::bigint"
    }
}
