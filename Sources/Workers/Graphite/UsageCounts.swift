import CounterRules
import PluginAPI
import Queues

/// Counts what a queue's messages stand for, under the names that Graphite gets.
struct UsageCounts {
    /// What is counted of each service, whether or not there is any of it.
    static let kinds = [
        "requests", "investigations", "double_clicks", "robots", "ai_agents", "transfers", "others", "errors", "bytes",
    ]

    /// How many names there may be: a queue may hold messages of any service.
    private static let limit = 10_000

    /// Stands before every name.
    let prefix: String

    /// The counts of the interval that is running, by name; those that there ever were since the start are there, if only with 0.
    private(set) var counts: [String: Int] = [:]

    /// What changed since ``takeChanges()``.
    private var changed: Set<String> = []
    private var clicks = RecentClicks()

    init(prefix: String, services: some Sequence<String>) {
        self.prefix = prefix
        for service in services { for kind in Self.kinds { counts["\(base(service)).\(kind)"] = 0 } }
    }

    /// Counts a line that was taken apart.
    /// - Returns: Where its message ends.
    mutating func add(_ line: ParsedLine) -> Leaf {
        let base = base(line.service)
        if !line.transfers.isEmpty {
            count("\(base).transfers", line.transfers.count)
            count("\(base).bytes", line.transfers.reduce(0) { $0 + Int($1.bytes) })
            return .counted
        }
        switch line.exclusion {
        case Exclusion.robot?: return excluded("\(base).robots", line)
        case Exclusion.aiAgent?: return excluded("\(base).ai_agents", line)
        case .some: return excluded("\(base).others", line)
        case nil: break
        }
        if let usage = line.usage {
            let identity = ClickIdentity(usage, line)
            guard !clicks.isDouble(identity, of: line.service, at: line.time.secondsSince1970) else {
                count("\(base).double_clicks")
                return .doubleClick
            }
            let kind = usage.event == .request ? "requests" : "investigations"
            count("\(base).\(kind)")
            count("\(base).bytes", line.bytes)
            if let country = line.place?.country { count("\(base).country.\(Self.cleaned(country)).\(kind)") }
            return .counted
        }
        count("\(base).others")
        return Leaf(.notAnItem, of: line)
    }

    /// Counts a line of which nothing can be told.
    mutating func addError(of service: String) { count("\(base(service)).errors") }

    /// Takes over what an earlier process, or an earlier state of Redis, had counted in the interval.
    mutating func restore(_ known: [String: Int]) {
        for name in counts.keys { counts[name] = 0 }
        counts.merge(known) { $1 }
        changed = []
    }

    /// What changed since it was last asked for.
    mutating func takeChanges() -> [(name: String, count: Int)] {
        defer { changed = [] }
        return changed.map { ($0, counts[$0] ?? 0) }
    }

    /// Begins another interval.
    mutating func reset() { restore([:]) }

    private mutating func excluded(_ name: String, _ line: ParsedLine) -> Leaf {
        count(name)
        return Leaf(line.exclusion ?? .notAnItem, of: line)
    }

    private mutating func count(_ name: String, _ number: Int = 1) {
        guard number != 0, counts[name] != nil || counts.count < Self.limit else { return }
        counts[name, default: 0] += number
        changed.insert(name)
    }

    private func base(_ service: String) -> String { "\(prefix).\(Self.cleaned(service))" }

    /// A name as a part of a metric's: what is no letter, digit, `-` or `_` is `_`.
    static func cleaned(_ name: some StringProtocol) -> String {
        String(
            decoding: name.utf8.map { byte -> UInt8 in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }
}
