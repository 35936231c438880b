import PluginAPI

/// What COUNTER counts of generated traffic (Code of Practice 5.1, sections 3.3.4, 7.2 and 7.3): known from who the visitors
/// are and what they ask for, and not from the lines. Of uses of the same page or file by the same visitor at most 30 seconds
/// apart the last one counts; a session is a visitor's clock hour in UTC.
///
/// It remembers every session, so it is for logs of some hundred thousand lines.
public struct TrafficTruth: Sendable {
    /// What a request asks for, if it is a use of an item.
    struct Use: Sendable {
        let item: Int
        /// Whether it is a file, and not the item's page.
        let isRequest: Bool
        /// The request's path.
        let path: [UInt8]
    }

    private struct Click: Hashable {
        let visitor: [UInt8]
        let path: [UInt8]
    }

    private struct Hit {
        let time: Int64
        let use: Use
        let visitor: [UInt8]
    }

    private struct Session: Hashable {
        let visitor: [UInt8]
        let hour: Int64
        let item: Int
        let isRequest: Bool
    }

    private struct Row: Hashable {
        let item: Int
        let metric: String
        let month: String
    }

    /// Hits that a later one may still replace.
    private var open: [Click: Hit] = [:]
    private var sessions: Set<Session> = []
    private var counts: [Row: Int] = [:]
    /// Within so many seconds the same again is a double click.
    private let window: Int64
    /// What items are called.
    private let name: Template

    init(of platform: Platform, window: Int64) {
        (name, self.window) = (Template(platform.itemName), window)
    }

    /// Adds a visitor's use of an item. Uses come in the order of their times.
    mutating func add(_ use: Use, by visitor: [UInt8], at time: Int64) {
        let click = Click(visitor: visitor, path: use.path)
        if let before = open[click], time - before.time > window { count(before) }
        open[click] = Hit(time: time, use: use, visitor: visitor)
    }

    private mutating func count(_ hit: Hit) {
        let month = String(UTCTime(secondsSince1970: hit.time).rfc3339.prefix(7))
        for isRequest in hit.use.isRequest ? [false, true] : [false] {
            let session = Session(
                visitor: hit.visitor, hour: hit.time / 3_600, item: hit.use.item, isRequest: isRequest)
            let kind = isRequest ? "Requests" : "Investigations"
            counts[Row(item: hit.use.item, metric: "Total_Item_\(kind)", month: month), default: 0] += 1
            guard sessions.insert(session).inserted else { continue }
            counts[Row(item: hit.use.item, metric: "Unique_Item_\(kind)", month: month), default: 0] += 1
        }
    }

    /// Everything, as if no use came any more: `ITEM<tab>METRIC<tab>YYYY-MM<tab>COUNT` lines in the order of their bytes.
    public var table: String {
        var end = self
        for hit in open.values { end.count(hit) }
        return end.counts.map { row, count in
            var line: [UInt8] = []
            Target(item: row.item, position: 1, draw: 0).append(name, to: &line)
            return "\(String(decoding: line, as: UTF8.self))\t\(row.metric)\t\(row.month)\t\(count)\n"
        }.sorted().joined()
    }
}

extension Platform {
    /// What an item is called in its addresses.
    fileprivate var itemName: String {
        switch self {
        case .dspace: "20.500.12345/{item}"
        case .dspace7: "{uuid}"
        case .eprints, .invenio, .ojs: "{item}"
        }
    }
}
