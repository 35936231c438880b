/// A store's connection while it is in a transaction.
protocol StoreSQL {
    /// How it writes SQL.
    var dialect: SQLDialect { get }

    /// Runs a statement.
    /// - Returns: How many rows it changed.
    func run(_ sql: String, _ values: [SQLValue]) throws -> Int

    /// Runs a query for few rows.
    /// - Returns: Their columns as text; nil stands for NULL.
    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[String?]]
}

/// What stands for a parameter.
enum SQLValue: Sendable {
    case number(Int64)
    case text(String)
}

/// A statement and what stands for its parameters.
struct SQLQuery {
    var sql = ""
    var values: [SQLValue] = []
}

extension StoreSQL {
    /// The whole number that a query comes to.
    func number(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
        try rows(sql, values).first?.first?.flatMap { Int64($0) }
    }
}
