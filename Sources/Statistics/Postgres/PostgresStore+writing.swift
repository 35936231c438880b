import PluginAPI
import PostgresClient

/// Writing batches.
extension PostgresStore {
    /// Copies the records into the tables; where some are there already, into temporary tables, and from there what is new. That
    /// takes three times as long, and is rare: see ``EventStore/write(_:)``.
    public func write(_ batch: StoreBatch) throws -> Int {
        try mapping { connection in
            do {
                return try write(batch, connection)
            } catch let error as PostgresError where error.state == Self.noPartition {
                // Somebody has removed old ones meanwhile.
                partitions.forget()
                return try write(batch, connection)
            }
        }
    }

    private static let noPartition = "23514"
    private static let isThere = "23505"

    private func write(_ batch: StoreBatch, _ connection: PostgresConnection) throws -> Int {
        try partitions.make(for: batch, connection)
        let size = batch.events.count + batch.transfers.count + batch.points.count
        if !isReplaying {
            do {
                try connection.transaction {
                    try copy(batch.events, connection)
                    try copy(batch.transfers, connection)
                    try copy(batch.points, connection)
                    try note(batch, connection)
                }
                return size
            } catch let error as PostgresError where error.state == Self.isThere {
                isReplaying = true
            }
        }
        let count = try connection.transaction {
            let count =
                try insert(batch.events, connection) + insert(batch.transfers, connection)
                + insert(batch.points, connection)
            if count > 0 { try note(batch, connection) }
            return count
        }
        isReplaying = count < size
        return count
    }

    private func copy<Record: StoredRecord>(_ records: [Record], _ connection: PostgresConnection) throws {
        guard !records.isEmpty else { return }
        try Self.copy(records, into: Record.table.rawValue, connection)
    }

    /// - Returns: How many were new.
    private func insert<Record: StoredRecord>(_ records: [Record], _ connection: PostgresConnection) throws -> Int {
        guard !records.isEmpty else { return 0 }
        let (table, columns) = (Record.table, Self.columns(of: Record.self))
        try Self.copy(records, into: "incoming_\(table)", connection)
        // In the order of their ids: of two who write the same batch, none waits for the other in a circle.
        return try connection.update(
            "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM incoming_\(table) ORDER BY id ON CONFLICT DO NOTHING"
        )
    }

    /// Notes the hours that are to be settled. The rows are held until the end of the transaction, even those that were there:
    /// who settles an hour waits for who writes to it. All take them in one order, so that none waits in a circle.
    private func note(_ batch: StoreBatch, _ connection: PostgresConnection) throws {
        var hours = NewHours()
        for event in batch.events { hours.note(event) }
        for transfer in batch.transfers { hours.note(transfer) }
        for point in batch.points { hours.note(point) }
        var rest = hours.all.sorted()[...]
        while !rest.isEmpty {
            // So many parameters a statement takes, and three each.
            let some = rest.prefix(10_000)
            rest = rest.dropFirst(some.count)
            let places = some.indices.map { index in
                let first = (index - some.startIndex) * 3
                return "('hours', $\(first + 1)::bigint, $\(first + 2)::text, $\(first + 3)::text)"
            }
            try connection.update(
                """
                INSERT INTO unsettled (level, start, source, service) VALUES \(places.joined(separator: ", "))
                ON CONFLICT (level, start, source, service) DO UPDATE SET service = excluded.service
                """, some.flatMap { [String($0.start), $0.source.rawValue, $0.service] })
        }
    }

    private static func columns<Record: StoredRecord>(of type: Record.Type) -> String {
        type.table.columns.map(\.name).joined(separator: ", ")
    }

    /// Bytes that are sent at once.
    private static let chunk = 1 << 16

    private static func copy<Record: StoredRecord>(
        _ records: [Record], into table: String, _ connection: PostgresConnection
    ) throws {
        var index = records.startIndex
        try connection.copy("COPY \(table) (\(columns(of: Record.self))) FROM STDIN") {
            guard index < records.endIndex else { return nil }
            var rows = PostgresRowWriter(reserving: chunk + 4_096)
            while index < records.endIndex, rows.text.bytes.count < chunk {
                records[index].write(to: &rows)
                rows.endRow()
                index += 1
            }
            return rows.text.bytes
        }
    }
}
