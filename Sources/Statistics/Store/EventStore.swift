public import PluginAPI

/// Where records are kept and read again.
public protocol EventStore: RecordSink {
    /// Finds out which events of an hour are double clicks, in the oldest hour that has got new ones. To be called until it
    /// has nothing to do before events are reported; in whatever order events come, the outcome is the same.
    /// - Returns: Whether there was such an hour.
    /// - Throws: ``StoreError``.
    func settleHour(window: Int64) throws -> Bool

    /// Removes the records of before a time, the longest there are first, not all at once.
    /// - Parameter limit: How many in one step, so that others can write in between.
    /// - Returns: How many it removed; 0: there are no more.
    /// - Throws: ``StoreError``.
    func remove(from table: StoreTable, before time: UTCTime, limit: Int) throws -> Int

    /// Calls a closure with each event that is selected, in an order. What is written meanwhile is not seen.
    /// - Throws: ``StoreError``, and what the closure throws.
    func events(
        _ selection: StoreSelection, in order: EventOrder, _ body: (EventRecord) throws -> Void
    ) throws

    /// Calls a closure with each use that counts, of those that are selected, in the order of time. Double clicks must have been
    /// found before (``settleHour(window:)``).
    /// - Parameter pages: Whether ``StoredUse/page`` is asked for.
    /// - Throws: ``StoreError``, and what the closure throws.
    func uses(_ selection: StoreSelection, pages: Bool, _ body: (StoredUse) throws -> Void) throws

    /// Calls a closure with each record of a table that is selected, in the order of time.
    /// - Throws: ``StoreError``, and what the closure throws.
    func records<Record: StoredRecord>(
        _ type: Record.Type, _ selection: StoreSelection, _ body: (Record) throws -> Void
    ) throws

    /// How far files have been imported for a service: what ``StoreBatch/place`` has told, the last of each name.
    /// - Throws: ``StoreError``.
    func imports(of service: String) throws -> [ImportPlace]

    /// What of a service's events is there.
    /// - Throws: ``StoreError``.
    func coverage(of service: String) throws -> StoreCoverage

    /// Looks whether the store is sound.
    /// - Throws: ``StoreError``.
    func check() throws -> StoreReport

    /// Gives the room of what was removed back to the disk.
    /// - Throws: ``StoreError``.
    func vacuum() throws
}

/// In which order events are read.
public enum EventOrder: Sendable {
    /// By time, then by id.
    case time
    /// By service, item and session, then by time: what belongs to one row of a report follows each other, and the
    /// unique uses can be counted without remembering any.
    case item
}

/// Which records are read.
public struct StoreSelection: Sendable, Equatable {
    /// Their services; nil: all.
    public var services: [String]?
    /// The first moment; nil: from the beginning.
    public var from: UTCTime?
    /// The moment before which they end; nil: up to the end.
    public var before: UTCTime?

    /// A selection.
    public init(services: [String]? = nil, from: UTCTime? = nil, before: UTCTime? = nil) {
        self.services = services
        self.from = from
        self.before = before
    }
}

/// What a store says of itself.
public struct StoreReport: Sendable, Equatable {
    /// Rows by table.
    public var rows: [String: Int] = [:]
    /// Hours of which it is not known yet which events are double clicks.
    public var unsettledHours = 0
    /// What is wrong, in words.
    public var problems: [String] = []

    /// A report.
    public init(rows: [String: Int] = [:], unsettledHours: Int = 0, problems: [String] = []) {
        self.rows = rows
        self.unsettledHours = unsettledHours
        self.problems = problems
    }
}
