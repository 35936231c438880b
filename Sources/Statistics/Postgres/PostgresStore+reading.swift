import PluginAPI
import PostgresClient

/// Reading a database's rows.
extension PostgresStore {
    /// Reads events; see ``EventStore/events(_:in:_:)``.
    public func events(
        _ selection: StoreSelection, in order: EventOrder, _ body: (EventRecord) throws -> Void
    ) throws {
        try read(selection, order == .item ? "service, item, session NULLS FIRST, time, id" : "time, id", body)
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
        let columns = Record.table.columns
        var conditions: [String] = []
        var parameters: [String?] = []
        if let services = selection.services {
            let places = services.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            conditions.append(services.isEmpty ? "false" : "service IN (\(places))")
            parameters += services
        }
        for (time, comparison) in [(selection.from, ">="), (selection.before, "<")] {
            guard let time else { continue }
            parameters.append(time.rfc3339)
            conditions.append("time \(comparison) $\(parameters.count)::timestamptz")
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let selected = columns.map(\.selected).joined(separator: ", ")
        try read("SELECT \(selected) FROM \(Record.table) \(condition) ORDER BY \(order)", parameters, body)
    }

    /// Calls a closure with each row of a query.
    func read<Row: StoreRow>(_ sql: String, _ parameters: [String?], _ body: (Row) throws -> Void) throws {
        try mapping { connection in
            try connection.forEach(sql, parameters) { row in
                var reader = PostgresRowReader(row, count: Row.columns.count)
                try body(Row(from: &reader))
            }
        }
    }
}
