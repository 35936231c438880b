public import PluginAPI

/// Which sums are asked for, and how they are put together.
///
///     SumQuery<UsageSum>(.days, of: june, by: [.country], only: [.agentClass: ["person"]])
///
/// has a row for each day and country; without `by` and periods there is one row.
public struct SumQuery<Row: SumRow>: Sendable {
    /// In which order rows come.
    public enum Order: Sendable {
        /// By the periods' beginnings, then by the texts.
        case time
        /// The largest first.
        case largest(Row.Value)
    }

    /// From which tables: periods that only lie in the time in part count if they begin in it.
    public var level: SumLevel
    /// Of which services and time.
    public var selection: StoreSelection
    /// Whether each period has rows of its own.
    public var isByPeriod: Bool
    /// By what rows are told apart.
    public var keys: [Row.Key]
    /// The texts that rows may have; what is not named may have any.
    public var only: [Row.Key: [String]]
    /// In which order rows come.
    public var order: Order
    /// How many there are at most; nil: all.
    public var limit: Int?

    /// A question for sums.
    public init(
        _ level: SumLevel, of selection: StoreSelection = StoreSelection(), byPeriod isByPeriod: Bool = true,
        by keys: [Row.Key] = [], only: [Row.Key: [String]] = [:], order: Order = .time, limit: Int? = nil
    ) {
        self.level = level
        self.selection = selection
        self.isByPeriod = isByPeriod
        self.keys = keys
        self.only = only
        self.order = order
        self.limit = limit
    }

    /// A table's rows as they are.
    public static func all(_ level: SumLevel, of selection: StoreSelection) -> SumQuery {
        SumQuery(level, of: selection, by: Array(Row.Key.allCases))
    }
}

extension SumQuery {
    /// The statement; what it gives are the columns of ``Row``.
    /// - Throws: ``StoreError`` when there is no such table.
    func statement(in dialect: SQLDialect) throws -> SQLQuery {
        guard Row.kind.levels.contains(level) else {
            throw StoreError.data("there is no table \(Row.kind.rawValue)_\(level)")
        }
        var query = SQLQuery()
        let sums = SumSQL(dialect: dialect, kind: Row.kind)
        let names = Set(keys.map(\.rawValue))
        let start = isByPeriod ? (dialect == .sqlite ? "start" : StoreColumn.time("start").selected) : "NULL"
        let texts = Row.kind.keys.map { names.contains($0.name) ? $0.name : "''" }
        let values = Row.kind.values.map { "\(sums.together($0)) AS \($0.name)" }
        let groups = (isByPeriod ? ["start"] : []) + Row.kind.keys.map(\.name).filter(names.contains)
        query.sql = "SELECT \(([start] + texts + values).joined(separator: ", ")) FROM "
        query.sql += "\(SumTable(kind: Row.kind, level: level)) WHERE \(conditions(in: dialect, &query.values))"
        // Without groups there would be a row of nothing where there is nothing.
        query.sql += groups.isEmpty ? " HAVING count(*) > 0" : " GROUP BY \(groups.joined(separator: ", "))"
        var orders = groups
        if case .largest(let value) = order { orders.insert("\(value.rawValue) DESC", at: 0) }
        if !orders.isEmpty { query.sql += " ORDER BY \(orders.joined(separator: ", "))" }
        if let limit { query.sql += " LIMIT \(limit)" }
        return query
    }

    private func conditions(in dialect: SQLDialect, _ values: inout [SQLValue]) -> String {
        var conditions = ["true"]
        for (time, comparison) in [(selection.from, ">="), (selection.before, "<")] {
            guard let time else { continue }
            values.append(.number(time.secondsSince1970))
            conditions.append("start \(comparison) \(dialect.moment(values.count))")
        }
        var texts = only.map { ($0.key.rawValue, $0.value) }
        if let services = selection.services { texts.append(("service", services)) }
        for (name, allowed) in texts {
            let places = allowed.map { text in
                values.append(.text(text))
                return dialect.text(values.count)
            }
            conditions.append(allowed.isEmpty ? "false" : "\(name) IN (\(places.joined(separator: ", ")))")
        }
        return conditions.joined(separator: " AND ")
    }
}
