/// The statements that keep a table of sums.
struct SumSQL: Sendable {
    let dialect: SQLDialect
    let kind: SumKind

    /// What records have.
    private enum Source {
        case records, days
    }

    /// Sums up all records of a period in place of what the table has for it. Parameters: the period's beginning and end, and
    /// where it is of one service, that.
    ///
    /// Only what has changed is written. No group can be gone that was there before: records only come, and the conditions
    /// stand in the counts.
    func replacing(_ level: SumLevel, ofService isOfService: Bool) -> String {
        let service = isOfService ? "AND service = \(dialect.text(3))" : ""
        return """
            \(inserting(into: level, start: dialect.moment(1), from: .records))
            WHERE time >= \(dialect.moment(1)) AND time < \(dialect.moment(2)) \(service) \(condition)
            \(grouping) \(replacingConflicts(level))
            """
    }

    /// Sums up the days of a month in place of what the table of months has for it. Parameters: the month's beginning and end.
    func replacingMonth() -> String {
        """
        \(inserting(into: .months, start: dialect.moment(1), from: .days))
        WHERE start >= \(dialect.moment(1)) AND start < \(dialect.moment(2))
        \(grouping) \(replacingConflicts(.months))
        """
    }

    /// Adds a service's records of a time to what the table has for a period. Parameters: the period's beginning, the time's
    /// beginning and end, the service.
    func adding(to level: SumLevel) -> String {
        let table = SumTable(kind: kind, level: level)
        let changes = kind.values.map { "\($0.name) = \(merged("\(table).\($0.name)", "excluded.\($0.name)", $0))" }
        return """
            \(inserting(into: level, start: dialect.moment(1), from: .records))
            WHERE time >= \(dialect.moment(2)) AND time < \(dialect.moment(3)) AND service = \(dialect.text(4)) \(condition)
            \(grouping) \(onConflict) DO UPDATE SET \(changes.joined(separator: ", "))
            """
    }

    /// The sums as records have them now, by the periods of a level: the columns of its table.
    func ofRecords(_ level: SumLevel, where condition: String) -> String {
        """
        SELECT \(dialect.start(of: "time", level)) AS start, \(expressions(from: .records)) FROM \(kind.source)
        WHERE \(condition) \(self.condition) GROUP BY \(dialect.start(of: "time", level)), \(groups(from: .records))
        """
    }

    /// The sums of months as days have them now.
    func ofDays(where condition: String) -> String {
        let start = dialect.start(of: "start", .months)
        return """
            SELECT \(start) AS start, \(expressions(from: .days)) FROM \(SumTable(kind: kind, level: .days))
            WHERE \(condition) GROUP BY \(start), \(groups(from: .days))
            """
    }

    private func inserting(into level: SumLevel, start: String, from source: Source) -> String {
        let table = SumTable(kind: kind, level: level)
        let origin = source == .records ? kind.source.rawValue : "\(SumTable(kind: kind, level: .days))"
        return """
            INSERT INTO \(table) (\(kind.columns.map(\.name).joined(separator: ", ")))
            SELECT \(start), \(expressions(from: source)) FROM \(origin)
            """
    }

    private func expressions(from source: Source) -> String {
        let keys = kind.keys.map { source == .records ? "\($0.ofRecord) AS \($0.name)" : $0.name }
        let values = kind.values.map { "\(source == .records ? ofRecords($0) : together($0)) AS \($0.name)" }
        return (keys + values).joined(separator: ", ")
    }

    private func groups(from source: Source) -> String {
        (source == .records ? kind.keys.map(\.ofRecord) : kind.keys.map(\.name)).joined(separator: ", ")
    }

    /// By the places of the columns after the period's beginning, which is one for all.
    private var grouping: String {
        "GROUP BY " + (2...kind.keys.count + 1).map(String.init).joined(separator: ", ")
    }

    private var condition: String { kind.condition.map { "AND \($0)" } ?? "" }

    private var onConflict: String {
        "ON CONFLICT (start, \(kind.keys.map(\.name).joined(separator: ", ")))"
    }

    private func replacingConflicts(_ level: SumLevel) -> String {
        let table = SumTable(kind: kind, level: level)
        let names = kind.values.map(\.name)
        return """
            \(onConflict) DO UPDATE SET \(names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            WHERE \(names.map { "\(table).\($0) <> excluded.\($0)" }.joined(separator: " OR "))
            """
    }

    private func ofRecords(_ value: SumValue) -> String {
        switch value.measure {
        case .count(let condition): "count(*)" + (condition.map { " FILTER (WHERE \($0))" } ?? "")
        case .total(let column, let condition): dialect.total(column, where: condition)
        case .different(let column): "count(DISTINCT \(column))"
        case .realTotal(let column): "sum(\(dialect.summable(column)))"
        case .least(let column): "min(\(column))"
        case .greatest(let column): "max(\(column))"
        }
    }

    /// Several rows of sums in one.
    func together(_ value: SumValue) -> String {
        switch value.measure {
        case .count, .total, .different: dialect.total(value.name)
        case .realTotal: "sum(\(dialect.summable(value.name)))"
        case .least: "min(\(value.name))"
        case .greatest: "max(\(value.name))"
        }
    }

    private func merged(_ one: String, _ other: String, _ value: SumValue) -> String {
        switch value.measure {
        case .count, .total, .different: dialect.sum(one, other)
        case .realTotal: "\(dialect.summable(one)) + \(dialect.summable(other))"
        case .least: dialect.lesser(one, other)
        case .greatest: dialect.greater(one, other)
        }
    }
}

extension SumTable {
    /// What makes the table.
    func creation(in dialect: SQLDialect) -> String {
        let text = dialect == .sqlite ? "TEXT" : #"text COLLATE "C""#
        let columns = kind.columns.map { column in
            switch column.kind {
            case .text: "\(column.name) \(text) NOT NULL"
            case .time: "\(column.name) \(dialect == .sqlite ? "INTEGER" : "timestamptz") NOT NULL"
            case .real: "\(column.name) \(dialect == .sqlite ? "REAL" : "double precision") NOT NULL"
            case .integer, .flag: "\(column.name) \(dialect == .sqlite ? "INTEGER" : "bigint") NOT NULL"
            }
        }
        let key = (["start"] + kind.keys.map(\.name)).joined(separator: ", ")
        return """
            CREATE TABLE \(self) (\(columns.joined(separator: ", ")), PRIMARY KEY (\(key)))\
            \(dialect == .sqlite ? " WITHOUT ROWID" : "")
            """
    }
}
