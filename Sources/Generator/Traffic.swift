import Glibc
import PluginAPI
import SeededRandom

/// Makes the access log of a repository, line by line: visitors who come and go, robots who sweep through the items,
/// people who click twice.
public struct Traffic {
    /// A line that is to come again: a double click.
    private struct Repeat {
        var due: Int64
        /// After this second it would be a use of its own.
        var until: Int64
        var address: [UInt8]
        var rest: [UInt8]
        var visitor: [UInt8]
        var use: TrafficTruth.Use
    }

    private static let items = 5_000
    private static let crowd = 256
    /// Within so many seconds the same URL again is a double click (usage-protocols.md, section 2.2).
    private static let doubleClick: Int64 = 30

    private let options: TrafficOptions
    private let targets: Targets
    private var random: SeededRandom
    private var people: [Visitor] = []
    private var robots: [Visitor] = []
    private var repeats: [Repeat] = []
    private var time: LogTime
    /// What COUNTER counts of it; nil: nobody wants to know.
    public private(set) var truth: TrafficTruth?
    /// How many lines were made.
    public private(set) var count = 0

    /// Traffic that has not begun.
    public init(options: TrafficOptions) {
        self.options = options
        targets = options.platform.targets
        if options.keepsTruth { truth = TrafficTruth(of: options.platform, window: Traffic.doubleClick) }
        var random = SeededRandom(seed: options.seed)
        people = (0..<Traffic.crowd).map { _ in Visitor(isRobot: false, items: Traffic.items, random: &random) }
        robots = (0..<Traffic.crowd / 4).map { _ in Visitor(isRobot: true, items: Traffic.items, random: &random) }
        self.random = random
        time = LogTime(seconds: options.start?.secondsSince1970 ?? 0)
    }

    /// Makes the next lines, each with its newline.
    /// - Parameters:
    ///   - now: The moment of the lines, in seconds since 1970; not looked at when the traffic has a start of its own.
    ///   - lines: What they are added to.
    public mutating func append(_ number: Int, now: Int64, to lines: inout [UInt8]) {
        for _ in 0..<number {
            let moment =
                options.start.map { $0.secondsSince1970 + Int64(Double(count) * options.interval) } ?? now
            if time.advance(to: moment) { repeats.removeAll { $0.until < moment } }
            count += 1
            if let index = repeats.firstIndex(where: { $0.due <= moment }) {
                let again = repeats.remove(at: index)
                lines += again.address
                appendTime(to: &lines)
                lines += again.rest
                truth?.add(again.use, by: again.visitor, at: moment)
            } else {
                appendVisit(to: &lines)
            }
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// The next request of some visitor, without its newline.
    private mutating func appendVisit(to lines: inout [UInt8]) {
        let isRobot = random.chance(options.robots)
        let index = random.below(isRobot ? robots.count : people.count)
        var visitor = isRobot ? robots[index] : people[index]
        visitor.requestsLeft -= 1
        if visitor.requestsLeft < 0 {
            visitor = Visitor(isRobot: isRobot, items: Traffic.items, random: &random)
        }
        let kind = RequestKind.draw(isRobot: isRobot, random: &random)
        if kind == .item && random.chance(0.8) || random.chance(0.1) {
            visitor.turn(items: Traffic.items, random: &random)
        }
        let start = lines.count
        lines += visitor.address
        appendTime(to: &lines)
        let rest = lines.count
        let use = appendRequest(kind, of: visitor, to: &lines)
        let user = visitor.address + visitor.agent
        if let use, !isRobot { truth?.add(use, by: user, at: time.seconds) }
        if let use, !isRobot, !options.isNumbered, repeats.count < 64, random.chance(0.06) {
            let due = time.seconds + 1 + Int64(random.below(Int(Traffic.doubleClick) - 1))
            let until = time.seconds + Traffic.doubleClick
            repeats.append(
                Repeat(
                    due: due, until: until, address: visitor.address, rest: Array(lines[rest...]), visitor: user,
                    use: use))
        }
        if kind == .item { visitor.sawItem = true }
        if isRobot { robots[index] = visitor } else { people[index] = visitor }
        if !options.isNumbered && random.chance(options.keepsTruth ? 0 : options.broken) {
            BrokenLines.spoil(&lines, from: start, random: &random)
        }
    }

    private func appendTime(to lines: inout [UInt8]) {
        lines += " - - [".utf8
        lines += time.bytes
        lines += "] \"".utf8
    }

    /// Everything after the time.
    /// - Returns: The use that it is of an item; nil: it is none.
    private mutating func appendRequest(
        _ kind: RequestKind, of visitor: Visitor, to lines: inout [UInt8]
    ) -> TrafficTruth.Use? {
        let template = kind.template(of: targets, random: &random)
        let target = Target(item: visitor.item, position: 1 + random.below(3), draw: random.below(1 << 20))
        var answer = Answer.draw(to: kind, item: visitor.item, isRobot: visitor.isRobot, random: &random)
        let isHead = visitor.isRobot && random.chance(0.05)
        let isPost = kind == .search && !visitor.isRobot && random.chance(0.05)
        if isHead { answer.bytes = nil }
        lines += isHead ? "HEAD ".utf8 : isPost ? "POST ".utf8 : "GET ".utf8
        let start = lines.count
        target.append(template, to: &lines)
        let path = Array(lines[start...].prefix { $0 != UInt8(ascii: "?") })
        if options.isNumbered {
            lines += template.hasQuery ? "&n=".utf8 : "?n=".utf8
            lines.append(decimal: count)
        }
        lines += visitor.isHTTP2 ? " HTTP/2.0\" ".utf8 : " HTTP/1.1\" ".utf8
        lines.append(decimal: answer.status)
        lines.append(UInt8(ascii: " "))
        if let bytes = answer.bytes { lines.append(decimal: bytes) } else { lines.append(UInt8(ascii: "-")) }
        lines += " \"".utf8
        appendReferer(of: visitor, to: &lines)
        lines += "\" \"".utf8
        lines += visitor.agent
        lines.append(UInt8(ascii: "\""))
        guard kind == .item || kind == .file, !isHead, answer.status == 200 || answer.status == 304 else { return nil }
        return TrafficTruth.Use(item: visitor.item, isRequest: kind == .file, path: path)
    }

    private mutating func appendReferer(of visitor: Visitor, to lines: inout [UInt8]) {
        if visitor.isRobot || random.chance(0.25) {
            lines.append(UInt8(ascii: "-"))
        } else if visitor.sawItem {
            lines += "https://repository.example.org".utf8
            Target(item: visitor.item, position: 1, draw: 0).append(targets.items[0], to: &lines)
        } else {
            let referers = random.chance(0.01) ? Words.oddReferers : Words.referers
            lines += referers[random.below(referers.count)]
        }
    }
}
