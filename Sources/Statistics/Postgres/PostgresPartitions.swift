import PluginAPI
import PostgresClient

/// The partitions of a connection's tables, made as months need them.
struct PostgresPartitions {
    private var known: Set<String> = []
    /// What was looked at last: neighbours are mostly of one hour.
    private var last: (table: StoreTable, hour: Int64)?

    /// Makes what a batch needs and is not there. Not within a transaction: each is there at once.
    mutating func make(for batch: StoreBatch, _ connection: PostgresConnection) throws {
        var missing: [(table: StoreTable, month: StoreMonth)] = []
        for event in batch.events { note(event, &missing) }
        for transfer in batch.transfers { note(transfer, &missing) }
        for (table, month) in missing {
            let name = "\(table)_\(month.suffix)"
            guard !known.contains(name) else { continue }
            try Self.make(name, of: table, month, connection)
            known.insert(name)
        }
    }

    /// Forgets which are there: somebody may have removed some.
    mutating func forget() { (known, last) = ([], nil) }

    private mutating func note<Record: StoredRecord>(
        _ record: Record, _ missing: inout [(table: StoreTable, month: StoreMonth)]
    ) {
        let hour = StoreHour.start(of: record.time.secondsSince1970)
        guard last?.hour != hour || last?.table != Record.table else { return }
        last = (Record.table, hour)
        guard let month = StoreMonth(of: record.time), !known.contains("\(Record.table)_\(month.suffix)") else {
            return
        }
        missing.append((Record.table, month))
    }

    /// Made beside the table and then attached: to make it as a part would wait for everybody who reads, and let everybody
    /// else wait.
    private static func make(
        _ name: String, of table: StoreTable, _ month: StoreMonth, _ connection: PostgresConnection
    ) throws {
        try connection.transaction {
            try connection.execute("SELECT pg_advisory_xact_lock(\(PostgresSchema.lock))")
            guard try connection.query("SELECT to_regclass($1)", [name]) == [[nil]] else { return }
            try connection.execute("CREATE TABLE \(name) (LIKE \(table) INCLUDING DEFAULTS)")
            try connection.execute(
                "ALTER TABLE \(table) ATTACH PARTITION \(name) FOR VALUES FROM ('\(month.start)') TO ('\(month.end)')")
        }
    }

    /// The month of a day whose records are to go, when all of it may go and it has a partition.
    static func month(of day: Removing.Day, _ connection: PostgresConnection) throws -> StoreMonth? {
        guard day.table.isParted, let month = StoreMonth(of: UTCTime(secondsSince1970: day.start)),
            month.endTime <= day.latest,
            try connection.query("SELECT to_regclass($1)", ["\(day.table)_\(month.suffix)"]) != [[nil]]
        else { return nil }
        return month
    }

    /// Removes a month's partition, in a transaction.
    /// - Returns: How many rows it had.
    static func drop(_ month: StoreMonth, of table: StoreTable, _ connection: PostgresConnection) throws -> Int {
        let name = "\(table)_\(month.suffix)"
        // Readers are not kept waiting behind this for long; it comes again.
        try connection.execute("SET LOCAL lock_timeout TO '3s'")
        let count = try connection.query("SELECT count(*) FROM \(name)")
        try connection.execute("DROP TABLE \(name)")
        return count.first?.first?.flatMap { Int($0) } ?? 0
    }
}
