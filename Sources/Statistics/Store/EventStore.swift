public import PluginAPI

/// Where records are kept and read again.
public protocol EventStore: RecordSink {
    /// Finds out which events of an hour are double clicks, in the oldest hour that has got new records, and sums up the hour.
    /// To be called until it has nothing to do before events are reported; in whatever order events come, the outcome is the
    /// same.
    /// - Parameter window: Seconds that two hits may be apart to be one; not more than an hour.
    /// - Returns: Whether there was such an hour.
    /// - Throws: ``StoreError``.
    func settleHour(window: Int64) throws -> Bool

    /// Sums up the oldest day that hours were settled of, or when there is none the oldest month that days were summed up of.
    /// To be called until it has nothing to do before sums are reported. Hours go first: a day is summed up as a whole, so
    /// this is to be done less often than ``settleHour(window:)``.
    /// - Returns: Whether there was such a day or month.
    /// - Throws: ``StoreError``.
    func settlePeriod() throws -> Bool

    /// Removes records of the days before the day of a time, the oldest first, not all at once; days that are not settled stay,
    /// and so does what is younger than they are. Sums stay. What comes later for a day that was removed is added to its sums
    /// when it is settled, and is removed then: should its message come once more, nobody knows any more that it was there.
    /// - Parameter limit: How many are enough for one step, so that others can write in between; of a day all are removed.
    /// - Returns: How many it removed; 0: there are no more.
    /// - Throws: ``StoreError``.
    func remove(from table: StoreTable, before time: UTCTime, limit: Int) throws -> Int

    /// Removes sums that are older than the day (of hours) or month (of days and months) of a time. Sums of days stay as long as
    /// there are records of that month. Nothing that comes later is summed up for such a period.
    /// - Parameter limit: How many in one step, so that others can write in between.
    /// - Returns: How many it removed; 0: there are no more.
    /// - Throws: ``StoreError``.
    func removeSums(_ level: SumLevel, before time: UTCTime, limit: Int) throws -> Int

    /// Calls a closure with the sums that are asked for. They are as of when hours and periods were last settled.
    /// - Throws: ``StoreError``, also when there is no such table (items have no hours), and what the closure throws.
    func sums<Row: SumRow>(_ query: SumQuery<Row>, _ body: (Row) throws -> Void) throws

    /// How many hours, days and months of a selection are not settled: their sums will change.
    /// - Throws: ``StoreError``.
    func unsettled(_ selection: StoreSelection) throws -> Int

    /// Throws away the sums of which the records are there, and has them made again by ``settleHour(window:)`` and
    /// ``settlePeriod()``.
    /// - Throws: ``StoreError``.
    func rebuildSums() throws

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

    /// What of a service's events is there.
    /// - Throws: ``StoreError``.
    func coverage(of service: String) throws -> StoreCoverage

    /// How far files have been imported for a service: what ``StoreBatch/place`` has told, the last of each name.
    /// - Throws: ``StoreError``.
    func imports(of service: String) throws -> [ImportPlace]

    /// Looks whether the store is sound, and whether its sums are what its records say.
    /// - Throws: ``StoreError``.
    func check() throws -> StoreReport

    /// Gives the room of what was removed back to the disk.
    /// - Throws: ``StoreError``.
    func vacuum() throws
}

extension EventStore {
    /// Settles all there is to settle; see ``settleHour(window:)`` and ``settlePeriod()``.
    /// - Throws: ``StoreError``.
    public func settleAll(window: Int64) throws {
        while try settleHour(window: window) {}
        while try settlePeriod() {}
    }

    /// The sums that are asked for, when they are few.
    /// - Throws: ``StoreError``; see ``sums(_:_:)``.
    public func sums<Row: SumRow>(_ query: SumQuery<Row>) throws -> [Row] {
        var rows: [Row] = []
        try sums(query) { rows.append($0) }
        return rows
    }
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
    /// Hours of which it is not known yet which events are double clicks, or that are not summed up.
    public var unsettledHours = 0
    /// Days and months that are not summed up.
    public var unsettledPeriods = 0
    /// What is wrong, in words.
    public var problems: [String] = []

    /// A report.
    public init(
        rows: [String: Int] = [:], unsettledHours: Int = 0, unsettledPeriods: Int = 0, problems: [String] = []
    ) {
        self.rows = rows
        self.unsettledHours = unsettledHours
        self.unsettledPeriods = unsettledPeriods
        self.problems = problems
    }
}
