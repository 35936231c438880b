import PluginAPI
import SeededRandom
import Statistics
import Testing

@Suite("Sums in stores")
struct SumTests {
    private let stores = Stores()

    @Test(
        "Sums are what records come to, whatever order they come in, and whenever some are settled",
        arguments: StoreKind.allCases)
    func random(kind: StoreKind) throws {
        let records = RandomRecords(seed: 6, events: 1_500)
        #expect(records.doubles.count > 100)
        var random = SeededRandom(seed: 7)
        let store = try stores.make(kind).open()
        let batches = records.batches(of: 90, &random)
        for (index, batch) in batches.enumerated() {
            _ = try store.write(batch)
            // Some come again.
            if index % 5 == 4 { _ = try store.write(batches[index - 3]) }
            for _ in 0..<Int.random(in: 0...30, using: &random) { _ = try store.settleHour(window: 30) }
            if Bool.random(using: &random) { _ = try store.settlePeriod() }
        }
        try store.settle()
        #expect(try Counted(store).differences(from: records.counted) == [])
        let report = try store.check()
        #expect(report.problems == [] && report.unsettledHours == 0 && report.unsettledPeriods == 0)
    }

    /// Uses of June and July, each of which is told apart from the others.
    private func some(_ kind: StoreKind) throws -> any EventStore {
        let store = try stores.make(kind).open()
        let uses:
            [(day: Int, service: StoredText, country: StoredText?, agent: StoredText, item: StoredText, count: Int)] = [
                (0, "a", "GB", "person", "x", 1), (0, "a", nil, "person", "y", 2), (0, "b", "GB", "robot", "x", 4),
                (1, "a", "FR", "person", "x", 8), (1, "b", "GB", "person", "z", 16),
                (20, "a", "GB", "AI agent", "y", 32),
            ]
        var events: [EventRecord] = []
        for use in uses {
            for _ in 0..<use.count {
                var event = EventRecord.bare(
                    StoredText("\(events.count)"), at: .june15(use.day * 24 + events.count % 2))
                (event.service, event.country, event.agentClass) = (use.service, use.country, use.agent)
                (event.item, event.bytes) = (use.item, 100)
                events.append(event)
            }
        }
        _ = try store.write(StoreBatch(events: events))
        try store.settle()
        return store
    }

    @Test("Sums are put together by what is asked for", arguments: StoreKind.allCases)
    func queries(kind: StoreKind) throws {
        let store = try some(kind)
        let june = StoreSelection(from: .june15(-14 * 24), before: .june15(16 * 24))
        func usage(_ query: SumQuery<UsageSum>) throws -> [String] {
            try store.sums(query).map { row in
                let texts = [row.service, row.kind, row.agentClass, row.country].map(\.description)
                let start = row.start.map { String($0.rfc3339.prefix(10)) } ?? "all"
                return ([start] + texts.filter { !$0.isEmpty } + ["\(row.uses)"]).joined(separator: " ")
            }
        }
        #expect(try usage(SumQuery(.days)) == ["2024-06-15 7", "2024-06-16 24", "2024-07-05 32"])
        #expect(try usage(SumQuery(.months)) == ["2024-06-01 31", "2024-07-01 32"])
        #expect(try usage(SumQuery(.days, of: june, byPeriod: false)) == ["all 31"])
        #expect(
            try usage(SumQuery(.months, of: june, byPeriod: false, by: [.country], order: .largest(.uses)))
                == ["all GB 21", "all FR 8", "all 2"])
        #expect(
            try usage(
                SumQuery(.months, by: [.agentClass, .kind], only: [.service: ["a"], .agentClass: ["person", "x"]]))
                == ["2024-06-01 Request person 11"])
        #expect(
            try usage(SumQuery(.days, of: StoreSelection(services: ["b"]), by: [.service], order: .time, limit: 1))
                == ["2024-06-15 b 4"])
        #expect(try usage(SumQuery(.days, of: StoreSelection(services: []))) == [])
        #expect(try usage(SumQuery(.days, byPeriod: false, only: [.country: ["XX"]])) == [])
        #expect(try store.sums(SumQuery<UsageSum>(.hours)).count == 6)
        let top = SumQuery<ItemSum>(
            .days, of: june, byPeriod: false, by: [.item], order: .largest(.uses), limit: 2)
        #expect(try store.sums(top).map { "\($0.item) \($0.uses) \($0.bytes)" } == ["z 16 1600", "x 9 900"])
        let error = try #require(throws: StoreError.self) { try store.sums(SumQuery<ItemSum>(.hours)) }
        #expect(error.kind == .data && error.description == "there is no table item_hours")
    }

    @Test("A reader of sums that has enough may stop", arguments: StoreKind.allCases)
    func enough(kind: StoreKind) throws {
        struct Enough: Error {}
        let store = try some(kind)
        #expect(throws: Enough.self) { try store.sums(SumQuery<UsageSum>(.days)) { _ in throw Enough() } }
        #expect(try store.sums(SumQuery<UsageSum>(.days)).count == 3)
    }

    @Test("Numbers as nobody measures them stop nobody from summing up", arguments: StoreKind.allCases)
    func extremes(kind: StoreKind) throws {
        let store = try stores.make(kind).open()
        let times = [UTCTime.june15(0), .june15(1), .june15(25), UTCTime(secondsSince1970: 253_402_300_799)]
        for (number, time) in (times + times).enumerated() {
            var event = EventRecord.bare(StoredText("\(number)"), at: time)
            event.bytes = .max
            var point = PointRecord.sample(number)
            (point.time, point.value) = (time, number == 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude)
            _ = try store.write(StoreBatch(events: [event], points: [point]))
            if number == 3 { try store.settle() }
        }
        try store.settle()
        while try store.remove(from: .events, before: .june15(24), limit: 10) > 0 {}
        while try store.remove(from: .points, before: .june15(24), limit: 10) > 0 {}
        var (late, point) = (EventRecord.bare("late", at: .june15(1)), PointRecord.sample(100))
        (late.bytes, point.time, point.value) = (.max, .june15(1), .greatestFiniteMagnitude)
        _ = try store.write(StoreBatch(events: [late], points: [point]))
        try store.settle()
        #expect(try store.sums(SumQuery<UsageSum>(.days)).map(\.bytes) == [.max, .max, .max])
        let points = try store.sums(SumQuery<PointSum>(.months))
        #expect(points.map(\.count) == [7, 2])
        #expect(points[0].sum == 1e290 && points[0].max == .greatestFiniteMagnitude)
        #expect(try store.check().problems == [])
    }

    @Test("What disagrees with the records is found in each table, and made anew", arguments: StoreKind.allCases)
    func repairs(kind: StoreKind) throws {
        let bench = try stores.make(kind)
        let store = try bench.open()
        let records = RandomRecords(seed: 5, events: 200, transfers: 50, points: 50)
        _ = try store.write(StoreBatch(events: records.events, transfers: records.transfers, points: records.points))
        try store.settle()
        let before = try Counted(store)
        for table in SumTable.all {
            let column =
                ["usage": "uses", "item": "bytes", "transfer": "clients", "point": "count"][table.kind.rawValue] ?? ""
            let months = SumTable("\(table.kind.rawValue)_months")?.description ?? ""
            for statement in [
                "UPDATE \(table) SET \(column) = \(column) + 1 WHERE start = (SELECT min(start) FROM \(table))",
                "DELETE FROM \(table) WHERE start = (SELECT max(start) FROM \(table))",
                "UPDATE \(table) SET service = 'nobody' WHERE service = (SELECT min(service) FROM \(table))",
            ] {
                try bench.run(statement)
                let problems = try store.check().problems
                // Months are what days come to: they may be right by the records, and yet others than their days.
                let expected = table.level == .days ? ["\(table)", months] : ["\(table)"]
                #expect(problems.map { $0.split(separator: ":").first.map(String.init) ?? "" } == expected)
                try store.rebuildSums()
                try store.settle()
                #expect(try store.check().problems == [])
            }
        }
        #expect(try Counted(store) == before)
    }

    @Test("Periods are UTC's, before 1970 too")
    func periods() {
        let times: [(time: Int64, day: Int64, month: Int64, end: Int64)] = [
            (0, 0, 0, 2_678_400), (-1, -86_400, -2_678_400, 0),
            (1_709_251_199, 1_709_164_800, 1_706_745_600, 1_709_251_200),
            (1_709_251_200, 1_709_251_200, 1_709_251_200, 1_711_929_600),
            (253_402_300_799, 253_402_214_400, 253_399_622_400, 253_402_300_800),
        ]
        for (time, day, month, end) in times {
            #expect(SumLevel.days.start(of: time) == day && SumLevel.days.end(of: time) == day + 86_400)
            #expect(SumLevel.months.start(of: time) == month && SumLevel.months.end(of: time) == end)
        }
        #expect(SumLevel.hours.start(of: -1) == -3_600 && SumLevel.hours.end(of: 7_200) == 10_800)
    }
}
