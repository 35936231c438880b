import CounterRules
import PluginAPI
import SeededRandom
import Statistics
import Testing

@Suite("Double clicks in stores")
struct DoubleClickTests {
    private let stores = Stores()

    /// A hit whose user and address have a number.
    private static func hit(_ id: String, _ seconds: Int, on thing: Int64 = 1) -> EventRecord {
        var event = EventRecord.bare(StoredText(id), at: .june15(0, 0, seconds))
        event.click = name(of: thing, at: event.time)
        return event
    }

    /// Names as the recorder gives them: one for each hour.
    private static func name(of thing: Int64, at time: UTCTime) -> ClickName {
        let hour = StoreHour.start(of: time.secondsSince1970)
        let isNearEnd = time.secondsSince1970 + DoubleClicks.window >= hour + StoreHour.length
        return ClickName(own: hour * 100 + thing, next: isNearEnd ? (hour + StoreHour.length) * 100 + thing : nil)
    }

    @Test(
        "Of two hits at most 30 seconds apart the later one counts: COUNTER's examples, in every order",
        arguments: [
            ([0, 29], [1]), ([0, 30], [1]), ([0, 31], [0, 1]), ([0, 20, 40, 60], [3]), ([0, 20, 60], [1, 2]),
            // The clock's hour, midnight, and what lies near them.
            ([3_590, 3_610], [1]), ([3_570, 3_600], [1]), ([3_569, 3_600], [0, 1]), ([86_390, 86_410], [1]),
            ([3_575, 3_599, 3_605], [2]), ([7_199, 7_229, 7_260], [1, 2]),
        ] as [([Int], [Int])], StoreKind.allCases)
    func examples(example: (times: [Int], kept: [Int]), kind: StoreKind) throws {
        for order in [Array(example.times.indices), example.times.indices.reversed()] {
            let store = try stores.make(kind).open()
            for index in order {
                // Each is settled for itself: what comes later changes what was found.
                _ = try store.write(StoreBatch(events: [Self.hit("\(index)", example.times[index])]))
                try store.settle()
            }
            let kept = try store.allEvents().filter { !$0.isDoubleClick }.map(\.id.description)
            #expect(kept == example.kept.map(String.init))
        }
    }

    @Test("In the same second the longer id is the later one", arguments: StoreKind.allCases)
    func sameSecond(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        _ = try store.write(StoreBatch(events: ["f:100", "f:99", "f:101", "é:1"].map { Self.hit($0, 5) }))
        try store.settle()
        let kept = try store.allEvents().filter { !$0.isDoubleClick }.map(\.id.description)
        #expect(kept == ["f:101"])
    }

    @Test(
        "Other users, items and services are no double clicks, nor is what takes no part", arguments: StoreKind.allCases
    )
    func others(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        var events = [Self.hit("a", 0), Self.hit("b", 1, on: 2), Self.hit("c", 2), Self.hit("d", 3), Self.hit("e", 4)]
        events[2].service = "other"
        (events[3].click, events[4].click) = (nil, nil)
        _ = try store.write(StoreBatch(events: events))
        try store.settle()
        #expect(try store.allEvents().allSatisfy { !$0.isDoubleClick })
    }

    @Test(
        "Hits of a day in batches at random are marked as the rule marks them all at once",
        arguments: StoreKind.allCases)
    func random(kind: StoreKind) throws {
        var random = SeededRandom(seed: 20_240_615)
        let events = (0..<2_000).map { number in
            // Most are near the hours.
            let time = Int.random(in: 0..<6, using: &random) * 3_600 + Int.random(in: -70...70, using: &random)
            return Self.hit("f:\(number)", time, on: Int64.random(in: 0..<40, using: &random))
        }
        let store = try stores.make(kind).open()
        var rest = events.shuffled(using: &random)[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...300, using: &random)
            _ = try store.write(StoreBatch(events: Array(rest.prefix(count))))
            rest = rest.dropFirst(count)
            if Bool.random(using: &random) { _ = try store.settleHour(window: 30) }
        }
        try store.settle()
        let doubles = Self.doubles(among: events)
        #expect(doubles.count > 300)
        let found = try store.allEvents().filter(\.isDoubleClick).map(\.id.description)
        #expect(Set(found) == doubles)
    }

    @Test("Who marks while others write overlooks nothing", arguments: StoreKind.allCases)
    func concurrent(kind: StoreKind) async throws {
        var random = SeededRandom(seed: 7)
        let events = (0..<1_200).map { number in
            Self.hit(
                "f:\(number)", Int.random(in: 0..<3_600, using: &random), on: Int64.random(in: 0..<20, using: &random))
        }.shuffled(using: &random)
        let bench = try stores.make(kind)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    try await onThread {
                        let store = try bench.open()
                        for batch in 0..<80 {
                            let first = (batch * 3 + writer) * 5
                            _ = try persisting { try store.write(StoreBatch(events: Array(events[first..<first + 5]))) }
                            _ = try persisting { try store.settleHour(window: 30) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try bench.open()
        try store.settle()
        let found = try store.allEvents().filter(\.isDoubleClick).map(\.id.description)
        #expect(Set(found) == Self.doubles(among: events))
    }

    /// The ids of the events that are double clicks, as `CounterRules` knows the rule.
    private static func doubles(among events: [EventRecord]) -> Set<String> {
        let things = Dictionary(grouping: events) { event in
            // The thing without its hour.
            (event.click?.own ?? 0) - StoreHour.start(of: event.time.secondsSince1970) * 100
        }
        var doubles: Set<String> = []
        for events in things.values {
            let hits = events.map { DoubleClicks.Hit(time: $0.time.secondsSince1970, id: $0.id.description) }
            for hit in hits where DoubleClicks.partner(of: hit, among: hits) != nil { doubles.insert(hit.id) }
        }
        return doubles
    }
}
