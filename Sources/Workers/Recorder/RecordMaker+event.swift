import CounterRules
import PluginAPI
import Statistics

/// Uses of items.
extension RecordMaker {
    /// The use of an item that a line is and that counts by its status and method; nil: it is none. The hits of robots and AI
    /// agents are events too, so that reports can tell how many they were.
    static func use(in line: ParsedLine) -> ItemUsage? {
        line.exclusion == nil || line.exclusion == .robot || line.exclusion == .aiAgent ? line.usage : nil
    }

    /// The event that a use is.
    mutating func event(
        of usage: ItemUsage, in line: ParsedLine, id: StoredText, _ client: Client
    ) throws -> EventRecord {
        var event = EventRecord(
            id: id, time: line.time, service: StoredText(line.service),
            kind: StoredText(usage.event.rawValue), item: StoredText(usage.item),
            url: StoredText(
                Self.address(usage.fileURL ?? usage.itemURL ?? Array(line.bytes(line.url)), of: usage.item)),
            agentClass: StoredText(line.agent.kind.rawValue))
        event.status = line.status
        event.bytes = line.bytes
        (event.country, event.city, event.geohash) = (client.country, client.city, client.geohash)
        let hour = ClientHashes.Period(hourOf: line)
        if !client.address.isEmpty {
            event.host = try hashes.host(client.address, in: hour)
            // An address holds no blank.
            event.session = try hashes.session(
                client.address + [UInt8(ascii: " ")] + line.bytes(line.userAgent), in: hour)
        }
        if line.agent.kind != .robot { event.click = try click(ClickIdentity(usage, line), line.time, hour) }
        return event
    }

    /// An address without its query, where that does not name the item: what readers and their programs write there (tokens, search
    /// words) is nobody's business, and reports show addresses.
    private static func address(_ url: [UInt8], of item: some StringProtocol) -> [UInt8] {
        guard let mark = url.firstIndex(of: UInt8(ascii: "?")) else { return url }
        let name = "=" + item[(item.lastIndex(of: ":").map(item.index(after:)) ?? item.startIndex)...]
        return url[mark...].firstRange(of: Array(name.utf8)) == nil ? Array(url[..<mark]) : url
    }

    /// A hit at an hour's end has a second name for hits in the next hour.
    private mutating func click(
        _ identity: ClickIdentity, _ time: UTCTime, _ hour: ClientHashes.Period
    ) throws -> ClickName {
        let isNearEnd = time.secondsSince1970 + DoubleClicks.window >= hour.next.start
        return ClickName(
            own: try hashes.click(identity.parts, in: hour),
            next: isNearEnd ? try hashes.click(identity.parts, in: hour.next) : nil)
    }
}
