import CounterRules
public import LiveFeed
import PluginAPI
public import Statistics

/// The events of a statistics store, in the order of time. Rows are fetched by the thousand, so that no query stays open while
/// the replay waits.
public final class StoreReplay: ReplaySource {
    /// How many rows are fetched at once.
    private static let rows = 5_000

    /// Ends a query that has brought enough.
    private struct Enough: Error {}

    private let store: any EventStore
    private var selection: StoreSelection
    private let maker: StoredEventMaker
    private var fetched: ArraySlice<EventRecord> = []
    private var isAtEnd = false
    /// The ids of those of the last second that were fetched: the next query begins with that second.
    private var seen: (time: UTCTime, ids: Set<StoredText>)?

    /// The events of a selection.
    /// - Parameter anonymity: Of how many hits within an hour a place must be to be told, by service.
    public init(_ store: any EventStore, _ selection: StoreSelection, anonymity: [String: Int]) {
        (self.store, self.selection) = (store, selection)
        maker = StoredEventMaker(anonymity: anonymity)
    }

    /// The next event.
    /// - Throws: `StoreError`.
    public func next() throws -> LiveEvent? {
        if fetched.isEmpty, !isAtEnd { try fetch() }
        return fetched.popFirst().map(maker.event)
    }

    private func fetch() throws {
        var records: [EventRecord] = []
        do {
            try store.events(selection, in: .time) { record in
                if let seen, record.time == seen.time, seen.ids.contains(record.id) { return }
                records.append(record)
                if records.count >= Self.rows { throw Enough() }
            }
            isAtEnd = true
        } catch is Enough {
            note(records)
        }
        fetched = records[...]
    }

    private func note(_ records: [EventRecord]) {
        guard let time = records.last?.time else { return }
        let ids = records.reversed().prefix { $0.time == time }.map(\.id)
        seen = (time, Set(ids).union(seen?.time == time ? seen?.ids ?? [] : []))
        selection.from = time
    }
}
