import PluginAPI
import Statistics
import TestKit
import Testing

/// What holds for every store.
@Suite("Stores")
struct StoreContractTests {
    private let stores = Stores()

    @Test("What is written is read, column by column", arguments: StoreKind.allCases)
    func roundTrip(kind: StoreKind) throws {
        let bench = try stores.make(kind)
        let store = try bench.open()
        let batch = StoreBatch(
            events: [.sample(1), .bare("b"), .sample(2)], transfers: [.sample(1), .sample(2)],
            points: [.sample(1), .sample(2)])
        #expect(try store.write(batch) == 7)
        // As somebody else sees it.
        let other = try bench.open()
        #expect(try other.allEvents() == [.bare("b"), .sample(1), .sample(2)])
        #expect(try other.all(TransferRecord.self) == batch.transfers)
        #expect(try other.all(PointRecord.self) == batch.points)
    }

    @Test("Uses that count are those of people, of the services and times asked for", arguments: StoreKind.allCases)
    func uses(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        var events = (0..<8).map { EventRecord.sample($0, at: .june15(10, 0, 8 - $0)) }
        events[1].agentClass = "robot"
        events[2].agentClass = "AI agent"
        events[3].kind = "other"
        events[4].service = "other"
        (events[5].session, events[6].time) = (nil, .june15(11))
        // The later one of two clicks is 0.
        events[7].click = events[0].click
        _ = try store.write(StoreBatch(events: events))
        try store.settle()
        func uses(pages: Bool) throws -> [StoredUse] {
            var uses: [StoredUse] = []
            try store.uses(
                StoreSelection(services: ["ora"], from: .june15(10), before: .june15(11)), pages: pages
            ) { uses.append($0) }
            return uses
        }
        func use(_ number: Int, session: String?, page: String?) -> StoredUse {
            StoredUse(
                time: events[number].time.secondsSince1970, item: "oai:repo.example:\(number)",
                isRequest: number % 3 != 0, session: session, page: page)
        }
        #expect(
            try uses(pages: true) == [
                use(5, session: nil, page: nil), use(0, session: "session0", page: "https://repo.example/files/0"),
            ])
        #expect(try uses(pages: false).allSatisfy { $0.page == nil })
    }

    @Test("A batch that is written again changes nothing, whole or in part", arguments: StoreKind.allCases)
    func replays(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        let events = (0..<500).map { EventRecord.sample($0) }
        #expect(try store.write(StoreBatch(events: Array(events[..<300]), points: [.sample(1)])) == 301)
        try store.settle()
        let before = try store.allEvents()
        #expect(try store.write(StoreBatch(events: Array(events[..<300]), points: [.sample(1)])) == 0)
        var changed = events[7]
        changed.url = "https://elsewhere.example/"
        #expect(try store.write(StoreBatch(events: [changed, changed])) == 0)
        #expect(try store.allEvents() == before)
        #expect(try store.settleHour(window: 30) == false)
        #expect(try store.write(StoreBatch(events: Array(events[200...]) + events)) == 200)
        #expect(try store.allEvents().count == 500)
        #expect(try store.all(PointRecord.self).count == 1)
    }

    @Test(
        "Bytes that are no text, and control characters, are kept as what addresses write for them",
        arguments: StoreKind.allCases)
    func oddBytes(kind: StoreKind) throws {
        let texts: [(bytes: [UInt8], stored: String)] = [
            ([0xff, 0x61, 0x00, 0x62], "%FFa%00b"), ([0xc3, 0xa9, 0xc3], "é%C3"),
            ([0xe2, 0x82, 0xac, 0x0a, 0x09], "€%0A%09"),
            ([0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f], "😀%F0%9F"), ([0xed, 0xa0, 0x80], "%ED%A0%80"),
            ([0xc0, 0x80], "%C0%80"),
            (Array(#"\N 'x' "y" \t $1 ? {}"#.utf8), #"\N 'x' "y" \t $1 ? {}"#), ([], ""), ([0x7f, 0x1b], "%7F%1B"),
            (Array("100%".utf8), "100%"),
        ]
        let store = try stores.make(kind).open()
        let events = texts.enumerated().map { index, text in
            var event = EventRecord.bare(StoredText("\(index)"))
            (event.item, event.url, event.city) = (
                StoredText(text.bytes), StoredText(text.bytes), StoredText(text.bytes)
            )
            return event
        }
        #expect(try store.write(StoreBatch(events: events)) == events.count)
        let read = try store.allEvents()
        #expect(read == events)
        #expect(read.map(\.url.description) == texts.map(\.stored))
        #expect(read.map(\.city?.description) == texts.map(\.stored))
    }

    @Test("Times of every age have their place", arguments: StoreKind.allCases)
    func times(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        let seconds: [Int64] = [
            -62_135_596_800, -1, 0, 631_151_999, 631_152_000, 1_719_791_999, 1_719_792_000, 4_102_444_799,
            4_102_444_800,
            253_402_300_799,
        ]
        let events = seconds.enumerated().map {
            EventRecord.bare(StoredText("\($0)"), at: UTCTime(secondsSince1970: $1))
        }
        #expect(try store.write(StoreBatch(events: events)) == events.count)
        #expect(try store.allEvents() == events)
        #expect(try store.write(StoreBatch(events: events)) == 0)
        try store.settle()
    }

    @Test("Services and times select", arguments: StoreKind.allCases)
    func selections(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        var events = (0..<6).map { EventRecord.bare(StoredText("\($0)"), at: .june15($0)) }
        events[1].service = "other"
        events[2].service = "it's"
        _ = try store.write(StoreBatch(events: events))
        func ids(_ services: [String]?, _ from: Int?, _ before: Int?) throws -> [String] {
            let selection = StoreSelection(
                services: services, from: from.map { .june15($0) }, before: before.map { .june15($0) })
            return try store.allEvents(selection).map(\.id.description)
        }
        #expect(try ids(nil, 1, 4) == ["1", "2", "3"])
        #expect(try ids(["s"], nil, 4) == ["0", "3"])
        #expect(try ids(["other", "it's"], 1, nil) == ["1", "2"])
        #expect(try ids([], nil, nil) == [])
    }

    @Test("What belongs to one row of a report follows each other", arguments: StoreKind.allCases)
    func itemOrder(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        let rows: [(String, String?, Int)] = [
            ("b", "s1", 1), ("a", "s2", 5), ("B", nil, 3), ("a", "s1", 9), ("é", "s1", 2), ("a", "s1", 4),
            ("b", "s1", 0),
        ]
        let events = rows.enumerated().map { index, row in
            var event = EventRecord.bare(StoredText("\(index)"), at: .june15(row.2))
            event.item = StoredText(row.0)
            event.session = row.1.map { StoredText($0) }
            return event
        }
        _ = try store.write(StoreBatch(events: events))
        #expect(try store.allEvents(in: .item).map(\.id.description) == ["2", "5", "3", "1", "6", "0", "4"])
    }

    @Test("How far an import has come is kept with its records, or not at all", arguments: StoreKind.allCases)
    func importPlaces(kind: StoreKind) throws {
        let bench = try stores.make(kind)
        let store = try bench.open()
        func place(_ name: String, _ offset: Int, service: String = "ora") -> ImportPlace {
            ImportPlace(
                name: name, service: service, fields: ["offset": String(offset), "path": "/a b=c/ü.log", "marks": ""])
        }
        var batch = StoreBatch(events: [.sample(1)])
        batch.place = place("a", 1)
        #expect(try store.write(batch) == 1)
        #expect(try bench.open().imports(of: "ora") == [place("a", 1)])
        for (name, offset) in [("a", 2), ("a", 3), ("b", 7)] {
            batch.place = place(name, offset)
            #expect(try store.write(batch) == 0)
        }
        batch = StoreBatch()
        batch.place = place("a", 9, service: "other")
        #expect(try store.write(batch) == 0)
        #expect(try bench.open().imports(of: "ora") == [place("a", 3), place("b", 7)])
        #expect(try bench.open().imports(of: "other") == [place("a", 9, service: "other")])
        #expect(try bench.open().imports(of: "none") == [])
    }

    @Test("Old records go, a table at a time and so many in a step", arguments: StoreKind.allCases)
    func retention(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        let days = (0..<120).map { UTCTime(secondsSince1970: 1_704_067_200 + Int64($0) * 86_400) }
        let events = days.enumerated().map { EventRecord.bare(StoredText("\($0)"), at: $1) }
        _ = try store.write(StoreBatch(events: events, transfers: [.sample(1)], points: [.sample(1)]))
        // What is in no sum yet stays.
        #expect(try store.remove(from: .events, before: days[70], limit: 7) == 0)
        try store.settle()
        var removed = 0
        while case let step = try store.remove(from: .events, before: days[70], limit: 7), step > 0 { removed += step }
        #expect(removed == 70)
        #expect(try store.allEvents() == Array(events[70...]))
        // Of a day all goes, or nothing.
        #expect(try store.remove(from: .points, before: .june15(23), limit: 10) == 0)
        #expect(try store.remove(from: .points, before: .june15(24), limit: 10) == 1)
        #expect(try store.all(TransferRecord.self).count == 1)
        // What comes late finds its place, if only to go again.
        #expect(try store.write(StoreBatch(events: [events[3]])) == 1)
        try store.vacuum()
        let report = try store.check()
        #expect(report.rows["events"] == 51 && report.rows["transfers"] == 1 && report.rows["points"] == 0)
        #expect(report.problems == [])
    }

    @Test("A reader that has enough may stop", arguments: StoreKind.allCases)
    func enough(kind: StoreKind) throws {
        struct Enough: Error {}
        let store = try stores.make(kind).open()
        _ = try store.write(StoreBatch(events: (0..<3_000).map { .sample($0) }))
        #expect(throws: Enough.self) {
            try store.events(StoreSelection(), in: .item) { _ in throw Enough() }
        }
        #expect(try store.write(StoreBatch(events: [.sample(5_000)])) == 1)
    }

    @Test("Writers of the same batches at once write each event once", arguments: StoreKind.allCases)
    func concurrentWriters(kind: StoreKind) async throws {
        let bench = try stores.make(kind)
        let batches = (0..<12).map { batch in (0..<200).map { EventRecord.sample(batch * 150 + $0) } }
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // They begin at once, on empty stores that nobody has made tables in.
                    try await onThread {
                        let store = try bench.open()
                        var total = 0
                        for index in 0..<12 {
                            let batch = batches[(index * 5 + writer * 3) % 12].shuffled()
                            total += try persisting { try store.write(StoreBatch(events: batch)) }
                            if index % 4 == writer { _ = try persisting { try store.settleHour(window: 30) } }
                        }
                        return total
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        let store = try bench.open()
        #expect(total == 11 * 150 + 200)
        #expect(try store.allEvents().count == total)
    }

    @Test("A store that is made by a newer version is not written to", arguments: StoreKind.allCases)
    func newer(kind: StoreKind) throws {
        let bench = try stores.make(kind)
        _ = try bench.open().write(StoreBatch(events: [.sample(1)]))
        let table = kind == .sqlite ? "grdb_migrations (identifier) VALUES" : "loglines_migrations VALUES"
        try bench.run("INSERT INTO \(table) (\(kind == .sqlite ? "'2 more'" : "'2 more', now()"))")
        let error = try #require(throws: StoreError.self) { try bench.open().write(StoreBatch(events: [.sample(2)])) }
        #expect(error.kind == .unavailable)
        #expect(error.description.contains("newer"))
    }
}
