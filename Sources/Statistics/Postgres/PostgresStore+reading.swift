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

    /// Reads what counts; see ``EventStore/uses(_:pages:_:)``.
    public func uses(_ selection: StoreSelection, pages: Bool, _ body: (StoredUse) throws -> Void) throws {
        let columns = (["extract(epoch FROM time)::bigint"] + StoredUse.columns(pages: pages)).joined(separator: ", ")
        let (conditions, parameters) = Self.conditions(selection)
        let condition = (conditions + [StoredUse.condition]).joined(separator: " AND ")
        try mapping { connection in
            try connection.forEach("SELECT \(columns) FROM events WHERE \(condition) ORDER BY time", parameters) {
                row in
                try access.reading?.check(name)
                try body(
                    StoredUse(
                        time: row.integer(0) ?? 0, item: row.text(1) ?? "", isRequest: row.integer(3) == 1,
                        session: row.text(2), page: pages ? row.text(4) : nil))
            }
        }
    }

    private func read<Record: StoredRecord>(
        _ selection: StoreSelection, _ order: String, _ body: (Record) throws -> Void
    ) throws {
        let columns = Record.table.columns
        let (conditions, parameters) = Self.conditions(selection)
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

    private static func conditions(_ selection: StoreSelection) -> (conditions: [String], parameters: [String?]) {
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
        return (conditions, parameters)
    }
}
