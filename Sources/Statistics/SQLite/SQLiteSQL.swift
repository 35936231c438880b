import GRDB

/// A file while it is in a transaction.
struct SQLiteSQL: StoreSQL {
    let database: Database

    init(_ database: Database) { self.database = database }

    var dialect: SQLDialect { .sqlite }

    func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        let before = database.totalChangesCount
        try database.execute(sql: sql, arguments: Self.arguments(values))
        return database.totalChangesCount - before
    }

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[String?]] {
        try Row.fetchAll(database, sql: sql, arguments: Self.arguments(values)).map { row in
            row.databaseValues.map { String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0).map { String($0) } }
        }
    }

    static func arguments(_ values: [SQLValue]) -> StatementArguments {
        StatementArguments(
            values.map { value -> any DatabaseValueConvertible in
                switch value {
                case .number(let number): number
                case .text(let text): text
                }
            })
    }
}
