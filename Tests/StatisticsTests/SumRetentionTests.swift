import PluginAPI
import SeededRandom
import Statistics
import Testing

@Suite("Sums that outlive records")
struct SumRetentionTests {
    private let stores = Stores()

    /// When records, sums by hours and by days are removed up to; nil: not at all.
    struct Kept: Sendable, CustomStringConvertible {
        let records: Int?
        let hours: Int?
        let days: Int?
        /// What goes then, in days of 2023: whole days of records and hours, whole months of days that have no records.
        let goneHours: Int
        let goneDays: Int
        var description: String { "\(records ?? 0), \(hours ?? 0), \(days ?? 0)" }
    }

    /// The beginning of a day of 2023, the first is 0.
    private static func day(_ day: Int, _ seconds: Int = 0) -> UTCTime {
        UTCTime(secondsSince1970: 1_672_531_200 + Int64(day) * 86_400 + Int64(seconds))
    }

    /// Records of 1 January to 30 April, not of every day. Hosts are all different, and nobody clicks twice.
    private static func records(_ seed: UInt64, prefix: String) -> RandomRecords {
        var random = SeededRandom(seed: seed)
        func time() -> UTCTime {
            day(Int.random(in: 0..<40, using: &random) * 3, Int.random(in: 0..<86_400, using: &random))
        }
        var records = RandomRecords(seed: seed, events: 400, transfers: 200, points: 200)
        records.events = records.events.map { event in
            var event = event
            (event.id, event.time, event.click) = (StoredText(prefix + event.id.description), time(), nil)
            return event
        }
        records.transfers = records.transfers.map { transfer in
            var transfer = transfer
            (transfer.id, transfer.time) = (StoredText(prefix + transfer.id.description), time())
            transfer.host = transfer.id
            return transfer
        }
        records.points = records.points.map { point in
            var point = point
            (point.id, point.time) = (StoredText(prefix + point.id.description), time())
            return point
        }
        records.doubles = []
        return records
    }

    @Test(
        "What comes late for days that were removed is added to what is kept of them, once",
        arguments: [
            Kept(records: 70, hours: nil, days: nil, goneHours: 0, goneDays: 0),
            Kept(records: 70, hours: 100, days: nil, goneHours: 100, goneDays: 0),
            Kept(records: 70, hours: 10, days: 65, goneHours: 10, goneDays: 59),
            // Days stay while there can be records of their month, however old they are.
            Kept(records: 70, hours: 120, days: 119, goneHours: 120, goneDays: 59),
            Kept(records: nil, hours: 50, days: 119, goneHours: 50, goneDays: 0),
            Kept(records: 119, hours: 119, days: 119, goneHours: 119, goneDays: 90),
        ], StoreKind.allCases)
    func late(kept: Kept, kind: StoreKind) throws {
        let (early, late) = (Self.records(1, prefix: "early "), Self.records(2, prefix: "late "))
        var random = SeededRandom(seed: 3)
        let store = try stores.make(kind).open()
        for batch in early.batches(of: 100, &random) { _ = try store.write(batch) }
        try store.settle()
        try Self.clean(store, kept)
        for batch in late.batches(of: 50, &random) {
            _ = try store.write(batch)
            if Bool.random(using: &random) { _ = try store.settleHour(window: 30) }
            if Bool.random(using: &random) { try Self.clean(store, kept) }
        }
        try store.settle()
        try Self.clean(store, kept)
        let all = Counted(
            events: early.events + late.events, doubles: [], transfers: early.transfers + late.transfers,
            points: early.points + late.points)
        let expected = all.without { group in
            group.table.hasSuffix("_hours") && group.start < Self.day(kept.goneHours).secondsSince1970
                || group.table.hasSuffix("_days") && group.start < Self.day(kept.goneDays).secondsSince1970
        }
        #expect(try Counted(store).differences(from: expected) == [])
        #expect(try store.check().problems == [])
        let end = kept.records.map { Self.day($0) } ?? Self.day(0)
        #expect(try store.allEvents().allSatisfy { $0.time >= end })
        // What is made anew of what is left is the same.
        try store.rebuildSums()
        try store.settle()
        #expect(try Counted(store).differences(from: expected) == [])
    }

    /// Removes what is too old, in steps.
    private static func clean(_ store: any EventStore, _ kept: Kept) throws {
        for table in StoreTable.allCases {
            guard let day = kept.records else { continue }
            while try store.remove(from: table, before: Self.day(day, 3_600), limit: 20) > 0 {}
        }
        for (level, day) in [(SumLevel.hours, kept.hours), (.days, kept.days)] {
            guard let day else { continue }
            while try store.removeSums(level, before: Self.day(day, 3_600), limit: 20) > 0 {}
        }
    }

    @Test("Who writes, settles and removes at once loses and doubles nothing", arguments: StoreKind.allCases)
    func concurrent(kind: StoreKind) async throws {
        let records = (0..<3).map { Self.records(UInt64($0) + 10, prefix: "\($0) ") }
        let bench = try stores.make(kind)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, records) in records.enumerated() {
                group.addTask {
                    try await onThread {
                        var random = SeededRandom(seed: UInt64(number))
                        let store = try bench.open()
                        for batch in records.batches(of: 20, &random) {
                            _ = try persisting { try store.write(batch) }
                            switch Int.random(in: 0..<4, using: &random) {
                            case 0: _ = try persisting { try store.settleHour(window: 30) }
                            case 1: _ = try persisting { try store.settlePeriod() }
                            case 2:
                                let end = Self.day(Int.random(in: 0..<100, using: &random))
                                let table = StoreTable.allCases.randomElement(using: &random) ?? .events
                                _ = try persisting { try store.remove(from: table, before: end, limit: 50) }
                            default: break
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try bench.open()
        try store.settle()
        let expected = Counted(
            events: records.flatMap(\.events), doubles: [], transfers: records.flatMap(\.transfers),
            points: records.flatMap(\.points))
        #expect(try Counted(store).differences(from: expected) == [])
        #expect(try store.check().problems == [])
        #expect(try store.allEvents().count < expected.numbers.count)
    }
}
