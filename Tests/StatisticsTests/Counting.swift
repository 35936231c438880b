import CounterRules
import PluginAPI
import Statistics

/// Sums as a test makes them of records by itself: dictionaries, and the double clicks of `CounterRules`.
struct Counted: Equatable {
    /// By table, beginning and texts.
    struct Group: Hashable, CustomStringConvertible {
        let table: String
        let start: Int64
        let texts: [String]
        var description: String { "\(table) \(UTCTime(secondsSince1970: start).rfc3339) \(texts)" }
    }

    private(set) var numbers: [Group: [Int]] = [:]
    private var hosts: [Group: Set<String>] = [:]

    /// What the rows of a store are.
    init(_ store: any EventStore) throws {
        for level in SumLevel.allCases {
            try store.sums(SumQuery<UsageSum>.all(level, of: StoreSelection())) { row in
                put(
                    "usage_\(level)", row.start, [row.service, row.kind, row.agentClass, row.country],
                    [row.uses, row.doubleClicks, row.bytes])
            }
            try store.sums(SumQuery<TransferSum>.all(level, of: StoreSelection())) { row in
                put(
                    "transfer_\(level)", row.start, [row.service, row.direction, row.network, row.country],
                    [row.transfers, row.bytes, row.packets, row.clients])
            }
            try store.sums(SumQuery<PointSum>.all(level, of: StoreSelection())) { row in
                // Halves are exact, and so are their sums.
                put(
                    "point_\(level)", row.start, [row.service, row.name, row.unit, row.kind],
                    [row.count, Int(row.sum * 2), Int(row.min * 2), Int(row.max * 2)])
            }
            guard level != .hours else { continue }
            try store.sums(SumQuery<ItemSum>.all(level, of: StoreSelection())) { row in
                guard row.uses > 0 else { return }
                put("item_\(level)", row.start, [row.service, row.item, row.kind], [row.uses, row.bytes])
            }
        }
    }

    /// What records come to.
    /// - Parameter doubles: The ids of double clicks.
    init(events: [EventRecord], doubles: Set<String>, transfers: [TransferRecord] = [], points: [PointRecord] = []) {
        for event in events {
            let isDouble = doubles.contains(event.id.description)
            for (level, start) in Self.periods(of: event.time) {
                add(
                    "usage_\(level)", start, [event.service, event.kind, event.agentClass, event.country ?? ""],
                    [isDouble ? 0 : 1, isDouble ? 1 : 0, event.bytes])
                guard level != .hours, !isDouble, event.agentClass == "person" else { continue }
                add("item_\(level)", start, [event.service, event.item, event.kind], [1, event.bytes])
            }
        }
        for transfer in transfers {
            for (level, start) in Self.periods(of: transfer.time) {
                let texts = [transfer.service, transfer.direction, transfer.network, transfer.country ?? ""]
                add("transfer_\(level)", start, texts, [1, transfer.bytes, transfer.packets, 0])
                // A month's is the sum over its days.
                let day = level == .months ? " \(Self.periods(of: transfer.time)[1].1)" : ""
                guard let host = transfer.host else { continue }
                let group = group("transfer_\(level)", start, texts)
                hosts[group, default: []].insert(host.description + day)
                numbers[group]?[3] = hosts[group]?.count ?? 0
            }
        }
        for point in points {
            for (level, start) in Self.periods(of: point.time) {
                let group = group(
                    "point_\(level)", start, [point.service, point.name, point.unit ?? "", point.kind ?? ""])
                let value = Int(point.value * 2)
                let known = numbers[group] ?? [0, 0, value, value]
                numbers[group] = [known[0] + 1, known[1] + value, min(known[2], value), max(known[3], value)]
            }
        }
    }

    /// The ids of the events that are double clicks. Events that have no click take no part; of the others the item and
    /// `thing` tell who clicks on what.
    static func doubles(among events: [EventRecord], thing: (EventRecord) -> Int64) -> Set<String> {
        struct Clicked: Hashable {
            let service: StoredText
            let thing: Int64
        }
        let clicks = events.filter { $0.click != nil }
        var doubles: Set<String> = []
        for events in Dictionary(grouping: clicks, by: { Clicked(service: $0.service, thing: thing($0)) }).values {
            let hits = events.map { DoubleClicks.Hit(time: $0.time.secondsSince1970, id: $0.id.description) }
            for hit in hits where DoubleClicks.partner(of: hit, among: hits) != nil { doubles.insert(hit.id) }
        }
        return doubles
    }

    /// The same but for some groups.
    func without(_ isGone: (Group) -> Bool) -> Counted {
        var rest = self
        rest.numbers = numbers.filter { !isGone($0.key) }
        return rest
    }

    /// What is in one and not, or otherwise, in the other, as few lines.
    func differences(from other: Counted) -> [String] {
        Set(numbers.keys).union(other.numbers.keys).filter { numbers[$0] != other.numbers[$0] }.prefix(8).map {
            "\($0): \(numbers[$0] ?? []) for \(other.numbers[$0] ?? [])"
        }
    }

    /// By calendar rules of its own: it prints a time and reads what begins the period.
    private static func periods(of time: UTCTime) -> [(SumLevel, Int64)] {
        let digits = Array(time.rfc3339.utf8)
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        let (year, month, day, hour) = (number(0..<4), number(5..<7), number(8..<10), number(11..<13))
        func start(_ day: Int, _ hour: Int) -> Int64 {
            UTCTime(year: year, month: month, day: day, hour: hour, minute: 0, second: 0)?.secondsSince1970 ?? 0
        }
        return [(.hours, start(day, hour)), (.days, start(day, 0)), (.months, start(1, 0))]
    }

    private func group(_ table: String, _ start: Int64, _ texts: [StoredText]) -> Group {
        Group(table: table, start: start, texts: texts.map(\.description))
    }

    private mutating func put(_ table: String, _ start: UTCTime?, _ texts: [StoredText], _ values: [Int]) {
        numbers[group(table, start?.secondsSince1970 ?? 0, texts)] = values
    }

    private mutating func add(_ table: String, _ start: Int64, _ texts: [StoredText], _ values: [Int]) {
        let group = group(table, start, texts)
        numbers[group] = zip(numbers[group] ?? values.map { _ in 0 }, values).map { $0 + $1 }
    }
}
