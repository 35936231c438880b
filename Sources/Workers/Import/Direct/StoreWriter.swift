import Statistics

/// Writes batches on a thread of its own, one at a time, so that the next lines are parsed meanwhile.
final class StoreWriter {
    /// What was written.
    struct Written {
        /// How many records were new.
        var new = 0
        /// The ids of those that the store does not take, and why.
        var refused: [(id: String, reason: String)] = []
    }

    private let store: any EventStore
    private let side = SideThread<Written>(label: "statistics store")

    /// A writer into a store, which nobody else uses between ``begin(_:)`` and ``end()``.
    init(_ store: any EventStore) { self.store = store }

    /// Begins to write. Each beginning has an end.
    func begin(_ batch: StoreBatch) {
        side.begin { [store] in try Self.write(batch, store) }
    }

    /// Waits until it is written.
    /// - Throws: `StoreError`.
    func end() throws -> Written { try side.end() }

    /// Of records that the store does not take each is left out alone; the others shall not suffer for it.
    private static func write(_ batch: StoreBatch, _ store: any EventStore) throws -> Written {
        do {
            return Written(new: try store.write(batch))
        } catch let error as StoreError where error.kind == .data {
            guard batch.count > 1 else {
                if let place = batch.place { _ = try store.write(StoreBatch(place: place)) }
                return Written(refused: batch.ids.map { ($0, error.description) })
            }
            let (first, second) = batch.halves
            var written = try write(first, store)
            let rest = try write(second, store)
            written.new += rest.new
            written.refused += rest.refused
            return written
        }
    }
}

extension StoreBatch {
    fileprivate init(place: ImportPlace) {
        self.init()
        self.place = place
    }

    fileprivate var ids: [String] {
        events.map(\.id.description) + transfers.map(\.id.description) + points.map(\.id.description)
    }

    /// The first half of the records, and the second with the place.
    fileprivate var halves: (StoreBatch, StoreBatch) {
        var left = count / 2
        func split<Record>(_ records: [Record]) -> ([Record], [Record]) {
            let taken = min(left, records.count)
            left -= taken
            return (Array(records[..<taken]), Array(records[taken...]))
        }
        let (events, transfers, points) = (split(events), split(transfers), split(points))
        var second = StoreBatch(events: events.1, transfers: transfers.1, points: points.1)
        second.place = place
        return (StoreBatch(events: events.0, transfers: transfers.0, points: points.0), second)
    }
}
