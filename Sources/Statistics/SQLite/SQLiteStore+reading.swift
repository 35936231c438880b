import GRDB
import GRDBSQLite
import PluginAPI

/// Reading a file's rows.
extension SQLiteStore {
    /// Reads events; see ``EventStore/events(_:in:_:)``.
    public func events(
        _ selection: StoreSelection, in order: EventOrder, _ body: (EventRecord) throws -> Void
    ) throws {
        try read(selection, order == .item ? "service, item, session, time, id" : "time, id", body)
    }

    /// Reads a table; see ``EventStore/records(_:_:_:)``.
    public func records<Record: StoredRecord>(
        _ type: Record.Type, _ selection: StoreSelection, _ body: (Record) throws -> Void
    ) throws {
        try read(selection, "time, id", body)
    }

    private func read<Record: StoredRecord>(
        _ selection: StoreSelection, _ order: String, _ body: (Record) throws -> Void
    ) throws {
        let columns = Record.table.columns.map(\.name).joined(separator: ", ")
        var conditions: [String] = []
        var arguments: [any DatabaseValueConvertible] = []
        if let services = selection.services {
            conditions.append("service IN (\(services.map { _ in "?" }.joined(separator: ", ")))")
            arguments += services
        }
        for (time, comparison) in [(selection.from, ">="), (selection.before, "<")] {
            guard let time else { continue }
            conditions.append("time \(comparison) ?")
            arguments.append(time.secondsSince1970)
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        try read(
            "SELECT \(columns) FROM \(Record.table) \(condition) ORDER BY \(order)", StatementArguments(arguments), body
        )
    }

    /// Calls a closure with each row of a query.
    func read<Row: StoreRow>(
        _ sql: String, _ arguments: StatementArguments, _ body: (Row) throws -> Void
    ) throws {
        try reading { database in
            let statement = try database.makeStatement(sql: sql)
            try statement.setArguments(arguments)
            defer { sqlite3_reset(statement.sqliteStatement) }
            while true {
                let code = sqlite3_step(statement.sqliteStatement)
                guard code == SQLITE_ROW else {
                    guard code == SQLITE_DONE else {
                        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
                    }
                    return
                }
                var row = SQLiteRowReader(statement.sqliteStatement)
                try body(Row(from: &row))
            }
        }
    }
}
