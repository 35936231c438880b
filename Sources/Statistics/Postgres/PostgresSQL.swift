import PostgresClient

/// A connection while it is in a transaction.
struct PostgresSQL: StoreSQL {
    let connection: PostgresConnection

    init(_ connection: PostgresConnection) { self.connection = connection }

    var dialect: SQLDialect { .postgres }

    func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try connection.update(sql, Self.parameters(values))
    }

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [[String?]] {
        try connection.query(sql, Self.parameters(values))
    }

    static func parameters(_ values: [SQLValue]) -> [String] {
        values.map { value in
            switch value {
            case .number(let number): String(number)
            case .text(let text): text
            }
        }
    }
}
