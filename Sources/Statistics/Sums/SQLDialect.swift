/// What SQLite and PostgreSQL write in different ways.
enum SQLDialect: Sendable {
    case sqlite, postgres

    /// A parameter that is a moment, given in seconds since 1970.
    func moment(_ number: Int) -> String { self == .sqlite ? "?\(number)" : "to_timestamp($\(number)::bigint)" }

    /// A parameter that is text.
    func text(_ number: Int) -> String { self == .sqlite ? "?\(number)" : "$\(number)" }

    /// A parameter that is a whole number.
    func number(_ number: Int) -> String { self == .sqlite ? "?\(number)" : "$\(number)::bigint" }

    /// A column of seconds since 1970, as the times of tables are.
    func moment(ofSeconds column: String) -> String { self == .sqlite ? column : "to_timestamp(\(column))" }

    /// When the period of a moment began.
    func start(of moment: String, _ level: SumLevel) -> String {
        switch (self, level) {
        case (.postgres, .hours): "date_trunc('hour', \(moment))"
        case (.postgres, .days): "date_trunc('day', \(moment))"
        case (.postgres, .months): "date_trunc('month', \(moment))"
        case (.sqlite, .hours): "\(moment) - (\(moment) % 3600 + 3600) % 3600"
        case (.sqlite, .days): "\(moment) - (\(moment) % 86400 + 86400) % 86400"
        case (.sqlite, .months): "unixepoch(\(moment), 'unixepoch', 'start of month')"
        }
    }

    /// A total of whole numbers. What is too large for a column is the greatest that it holds, so that nonsense in a log keeps
    /// nobody from summing up the rest. SQLite's are exact up to 2^53: its own exact sum ends with an error instead.
    func total(_ column: String, where condition: String? = nil) -> String {
        let filter = condition.map { " FILTER (WHERE \($0))" } ?? ""
        return self == .sqlite
            ? "CAST(total(\(column))\(filter) AS INTEGER)"
            : "LEAST(COALESCE(sum(\(column))\(filter), 0), \(Int64.max))::bigint"
    }

    /// Two whole numbers put together.
    func sum(_ one: String, _ other: String) -> String {
        self == .sqlite
            ? "CAST(\(one) + \(other) AS INTEGER)" : "LEAST(\(one)::numeric + \(other), \(Int64.max))::bigint"
    }

    /// The lesser of two.
    func lesser(_ one: String, _ other: String) -> String {
        self == .sqlite ? "min(\(one), \(other))" : "LEAST(\(one), \(other))"
    }

    /// The greater of two.
    func greater(_ one: String, _ other: String) -> String {
        self == .sqlite ? "max(\(one), \(other))" : "GREATEST(\(one), \(other))"
    }

    /// A number that can be added to others a great many times: PostgreSQL ends with an error otherwise, SQLite with NULL.
    func summable(_ column: String) -> String { lesser(greater(column, "-1e290"), "1e290") }
}
