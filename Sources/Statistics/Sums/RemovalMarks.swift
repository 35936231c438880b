/// Up to when records and sums were removed: rows of the table `removed`.
struct RemovalMarks {
    private let marks: [String: Int64]

    init(_ store: any StoreSQL) throws {
        marks = try Dictionary(
            uniqueKeysWithValues: store.rows("SELECT name, before FROM removed", []).compactMap { row in
                guard let name = row[0], let before = row[1].flatMap({ Int64($0) }) else { return nil }
                return (name, before)
            })
    }

    /// The moment, in seconds since 1970, before which all of a table's records were removed: the beginning of a day. The
    /// least number when none were.
    func records(of table: StoreTable) -> Int64 { marks[table.rawValue] ?? .min }

    /// The same of sums: the beginning of a day (of hours) or month.
    func sums(of table: StoreTable, _ level: SumLevel) -> Int64 { marks[Self.name(table, level)] ?? .min }

    static func name(_ table: StoreTable, _ level: SumLevel) -> String { "\(table) \(level)" }

    static func set(_ name: String, to time: Int64, _ store: any StoreSQL) throws {
        _ = try store.run(
            """
            INSERT INTO removed (name, before) VALUES (\(store.dialect.text(1)), \(store.dialect.number(2)))
            ON CONFLICT (name) DO UPDATE SET before = excluded.before WHERE removed.before < excluded.before
            """, [.text(name), .number(time)])
    }
}
