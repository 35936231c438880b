import CounterRules
import LiveFeed
import PluginAPI
import Queues

/// Makes events for browsers of parsed lines.
struct EventMaker {
    /// The longest text of a path, a user agent or a reason, in bytes: anybody may send longer ones.
    private static let longest = 300

    private let anonymity: [String: Int]
    private var clicks = RecentClicks()
    private var crowds = PlaceCrowds()

    /// A maker.
    /// - Parameter anonymity: Of how many hits within an hour a place must be to be told, by service.
    init(anonymity: [String: Int]) { self.anonymity = anonymity }

    /// The event of a line, and where its message ends.
    mutating func event(of line: ParsedLine, id: String?) -> (event: LiveEvent, leaf: Leaf) {
        let (verdict, leaf) = judge(line)
        let time = line.time.secondsSince1970
        var event = LiveEvent(
            time: time * 1_000, service: line.service, verdict: verdict, path: Self.path(of: line), id: id)
        event.reason = line.exclusion.map { Self.short(Leaf($0, of: line).description) }
        event.kind = line.usage?.event.rawValue
        event.item = line.usage?.item
        event.method = Self.text(line.method, of: line)
        event.httpProtocol = Self.text(line.httpProtocol, of: line)
        event.status = line.status == 0 ? nil : line.status
        event.bytes = line.bytes == 0 ? nil : line.bytes
        event.bytesIn = line.bytesIn == 0 ? nil : line.bytesIn
        event.bytesOut = line.bytesOut == 0 ? nil : line.bytesOut
        event.ip = Self.text(line.ip, of: line)
        event.agent = Self.text(line.userAgent, of: line)
        if let place = line.place {
            event.country = place.country
            let least = anonymity[line.service] ?? 1
            if crowds.isCrowded(place, of: line.service, at: time, least: least) {
                event.city = place.city
                (event.latitude, event.longitude) = (place.position?.latitude, place.position?.longitude)
            }
        }
        return (event, leaf)
    }

    /// The event of a message whose line cannot be read.
    /// - Parameter now: When that was tried.
    func event(of message: LogMessage, _ error: any Error, now: UTCTime) -> LiveEvent {
        var event = LiveEvent(
            time: now.secondsSince1970 * 1_000, service: message.service, verdict: .error, path: "", id: message.id)
        event.reason = Self.short("\(error)")
        return event
    }

    /// What a line counts as, and where its message ends. Robots and AI agents are shown as such also where the service lets them
    /// count (`robots = mark`).
    private mutating func judge(_ line: ParsedLine) -> (LiveVerdict, Leaf) {
        let leaf = line.exclusion.map { Leaf($0, of: line) }
        switch line.agent.kind {
        case .robot: return (.robot, leaf ?? .published)
        case .aiAgent: return (.agent, leaf ?? .published)
        case .person: break
        }
        if !line.transfers.isEmpty { return (.download, .published) }
        guard let usage = line.usage, leaf == nil else { return (.noItem, leaf ?? Leaf(.notAnItem, of: line)) }
        let identity = ClickIdentity(usage, line)
        guard !clicks.isDouble(identity, of: line.service, at: line.time.secondsSince1970) else {
            return (.doubleClick, .published)
        }
        return (usage.event == .request ? .download : .view, .published)
    }

    /// The path without its query: what readers and their programs write there (tokens, search words) is nobody's business. Of
    /// what a data server has sent: network and station.
    private static func path(of line: ParsedLine) -> String {
        if let transfer = line.transfers.first { return short("/\(transfer.network)/\(transfer.station)") }
        let target = Target(line.storage, url: line.url)
        return short(String(decoding: target.bytes[target.path], as: UTF8.self))
    }

    private static func text(_ field: Range<Int>, of line: ParsedLine) -> String? {
        field.isEmpty ? nil : short(line.text(field))
    }

    private static func short(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(decoding: text.utf8.prefix(longest), as: UTF8.self)
    }
}
