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

    /// Reads what counts; see ``EventStore/uses(_:pages:_:)``.
    public func uses(_ selection: StoreSelection, pages: Bool, _ body: (StoredUse) throws -> Void) throws {
        let columns = (["time"] + StoredUse.columns(pages: pages)).joined(separator: ", ")
        let (conditions, arguments) = Self.conditions(selection)
        let condition = (conditions + [StoredUse.condition]).joined(separator: " AND ")
        try rows("SELECT \(columns) FROM events WHERE \(condition) ORDER BY time", StatementArguments(arguments)) {
            reader in
            var row = reader
            let time = row.integer() ?? 0
            let item = row.someText().description
            let session = row.text()?.description
            let isRequest = row.flag()
            try body(
                StoredUse(
                    time: time, item: item, isRequest: isRequest, session: session,
                    page: pages ? row.text()?.description : nil))
        }
    }

    private func read<Record: StoredRecord>(
        _ selection: StoreSelection, _ order: String, _ body: (Record) throws -> Void
    ) throws {
        let columns = Record.table.columns.map(\.name).joined(separator: ", ")
        let (conditions, arguments) = Self.conditions(selection)
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        try read(
            "SELECT \(columns) FROM \(Record.table) \(condition) ORDER BY \(order)", StatementArguments(arguments), body
        )
    }

    /// Calls a closure with each row of a query.
    func read<Row: StoreRow>(
        _ sql: String, _ arguments: StatementArguments, _ body: (Row) throws -> Void
    ) throws {
        try rows(sql, arguments) { reader in
            var row = reader
            try body(Row(from: &row))
        }
    }

    private static func conditions(
        _ selection: StoreSelection
    ) -> (conditions: [String], arguments: [any DatabaseValueConvertible]) {
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
        return (conditions, arguments)
    }

    /// Steps through the rows of a query.
    private func rows(
        _ sql: String, _ arguments: StatementArguments, _ body: (SQLiteRowReader) throws -> Void
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
                try body(SQLiteRowReader(statement.sqliteStatement))
            }
        }
    }
}
