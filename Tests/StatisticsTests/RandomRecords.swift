import CounterRules
import PluginAPI
import SeededRandom
import Statistics

/// Records at random: near the borders of hours, days and months, of several services, with double clicks.
struct RandomRecords {
    /// All events, each once.
    var events: [EventRecord]
    var transfers: [TransferRecord]
    var points: [PointRecord]
    /// The ids of double clicks.
    var doubles: Set<String>

    /// Of so many times around the turn of a year.
    init(seed: UInt64, events count: Int, transfers: Int = 300, points: Int = 300) {
        var random = SeededRandom(seed: seed)
        events = (0..<count).map { Self.event($0, &random) }
        self.transfers = (0..<transfers).map { Self.transfer($0, &random) }
        self.points = (0..<points).map { Self.point($0, &random) }
        doubles = Counted.doubles(among: events) { event in
            (event.click?.own ?? 0) - StoreHour.start(of: event.time.secondsSince1970) * 1_000
        }
    }

    /// What the sums must be.
    var counted: Counted { Counted(events: events, doubles: doubles, transfers: transfers, points: points) }

    /// All of it in batches, in no order.
    func batches(of size: Int, _ random: inout SeededRandom) -> [StoreBatch] {
        var rest = [StoreBatch]()
        for record in events { rest.append(StoreBatch(events: [record])) }
        for record in transfers { rest.append(StoreBatch(transfers: [record])) }
        for record in points { rest.append(StoreBatch(points: [record])) }
        rest.shuffle(using: &random)
        return stride(from: 0, to: rest.count, by: size).map { first in
            rest[first..<min(first + size, rest.count)].reduce(into: StoreBatch()) { batch, one in
                batch.events += one.events
                batch.transfers += one.transfers
                batch.points += one.points
            }
        }
    }

    /// 2024-01-01, with two days before and two after, mostly within 70 seconds of a clock hour.
    private static func time(_ random: inout SeededRandom) -> UTCTime {
        let hour = Int64.random(in: -8...8, using: &random) * 6 * 3_600
        return UTCTime(secondsSince1970: 1_704_067_200 + hour + Int64.random(in: -70...70, using: &random))
    }

    private static func event(_ number: Int, _ random: inout SeededRandom) -> EventRecord {
        let thing = Int64.random(in: 0..<30, using: &random)
        var event = EventRecord(
            id: StoredText("log:\(number)"), time: time(&random), service: thing % 3 == 0 ? "one" : "two",
            kind: ["Request", "Investigation", "Citation"].randomElement(using: &random) ?? "",
            item: StoredText("oai:\(thing % 7)"), url: "u",
            agentClass: ["person", "person", "robot", "AI agent"].randomElement(using: &random) ?? "")
        event.country = ["GB", "FR", "", nil].randomElement(using: &random) ?? nil
        event.bytes = Int.random(in: 0...5_000_000_000, using: &random)
        guard event.agentClass != "robot" else { return event }
        let hour = StoreHour.start(of: event.time.secondsSince1970)
        let next = hour + StoreHour.length
        event.click = ClickName(
            own: hour * 1_000 + thing,
            next: event.time.secondsSince1970 + DoubleClicks.window >= next ? next * 1_000 + thing : nil)
        return event
    }

    private static func transfer(_ number: Int, _ random: inout SeededRandom) -> TransferRecord {
        var transfer = TransferRecord(
            id: StoredText("ring:\(number)#1"), time: time(&random), service: "ring",
            direction: Bool.random(using: &random) ? "TX" : "RX", network: Bool.random(using: &random) ? "FR" : "XX",
            station: "S", location: "", channel: "HHZ")
        transfer.bytes = Int.random(in: 0...1_000_000, using: &random)
        transfer.packets = transfer.bytes / 512
        transfer.country = Bool.random(using: &random) ? "IT" : nil
        transfer.host = number % 5 == 0 ? nil : StoredText("host\(Int.random(in: 0..<4, using: &random))")
        return transfer
    }

    private static func point(_ number: Int, _ random: inout SeededRandom) -> PointRecord {
        var point = PointRecord(
            id: StoredText("p:\(number)"), time: time(&random), service: "meters",
            name: Bool.random(using: &random) ? "load" : "depth",
            value: Double(Int.random(in: -1_000...1_000, using: &random)) / 2)
        point.unit = Bool.random(using: &random) ? "m" : nil
        return point
    }
}
