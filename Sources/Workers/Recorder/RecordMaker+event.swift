import CounterRules
import PluginAPI
import Statistics

/// Uses of items.
extension RecordMaker {
    /// The event that a line stands for; nil: it is no use of an item, or does not count by its status or method.
    ///
    /// The hits of robots and AI agents are events too, so that reports can tell how many they were.
    mutating func event(of line: ParsedLine, id: StoredText, _ client: Client) throws -> EventRecord? {
        guard let usage = line.usage,
            line.exclusion == nil || line.exclusion == .robot || line.exclusion == .aiAgent
        else { return nil }
        var event = EventRecord(
            id: id, time: line.time, service: StoredText(line.service),
            kind: StoredText(usage.event.rawValue), item: StoredText(usage.item),
            url: StoredText(usage.fileURL ?? usage.itemURL ?? Array(line.bytes(line.url))),
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
