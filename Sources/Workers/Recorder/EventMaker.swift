import CounterRules
import Digests
import PluginAPI
import Statistics

/// Makes events of parsed lines. What stands in them for clients cannot be told whose it was once the day's key is
/// forgotten (`AddressKeys`): hosts are hashed with what is derived from it, sessions and clicks with what is derived for
/// each hour.
struct EventMaker {
    /// Ids that are longer are hashed: PostgreSQL's indexes take no more than some 2,700 bytes.
    private static let longestID = 500

    private struct Period: Hashable {
        let service: String
        /// When it begins, in seconds since 1970.
        let start: Int64
    }

    private let digests: any AddressDigests
    private var days: [Period: SipHash] = [:]
    private var hours: [Period: SipHash] = [:]

    /// A maker that hashes with what the program's keys give.
    init(_ digests: any AddressDigests) { self.digests = digests }

    /// Forgets the keys: to be called for each batch, since Redis may have forgotten them.
    mutating func forgetKeys() { (days, hours) = ([:], [:]) }

    /// The event that a line stands for; nil: it is no use of an item, or does not count by its status or method.
    ///
    /// The hits of robots and AI agents are events too, so that reports can tell how many they were.
    /// - Parameter id: The message's id.
    /// - Throws: What the keys' owner throws when there is no key.
    mutating func event(of line: ParsedLine, id: String) throws -> EventRecord? {
        guard let usage = line.usage,
            line.exclusion == nil || line.exclusion == .robot || line.exclusion == .aiAgent
        else { return nil }
        var event = EventRecord(
            id: Self.stored(id), time: line.time, service: StoredText(line.service),
            kind: StoredText(usage.event.rawValue), item: StoredText(usage.item),
            url: StoredText(usage.fileURL ?? usage.itemURL ?? Array(line.bytes(line.url))),
            agentClass: StoredText(line.agent.kind.rawValue))
        event.status = line.status
        event.bytes = line.bytes
        let hour = Period(service: line.service, start: StoreHour.start(of: line.time.secondsSince1970))
        let address = line.client ?? Array(line.bytes(line.ip))
        if !address.isEmpty {
            // An address holds no blank.
            let user = address + [UInt8(ascii: " ")] + line.bytes(line.userAgent)
            event.host = Self.text(try day(of: hour).hash(address))
            event.session = Self.text(try hash(of: hour).hash(Array("session ".utf8) + user))
        }
        if line.agent.kind != .robot { event.click = try click(ClickIdentity(usage, line), line.time, hour) }
        return event
    }

    private static func stored(_ id: String) -> StoredText {
        guard id.utf8.count > longestID else { return StoredText(id) }
        return StoredText(
            "sha256:" + String(decoding: HexDigit.text(of: SHA256.digest(of: Array(id.utf8))), as: UTF8.self))
    }

    /// A hit at an hour's end has a second name for hits in the next hour.
    private mutating func click(_ identity: ClickIdentity, _ time: UTCTime, _ hour: Period) throws -> ClickName {
        let next = Period(service: hour.service, start: hour.start + StoreHour.length)
        let isNearEnd = time.secondsSince1970 + DoubleClicks.window >= next.start
        let text = Array("click ".utf8) + identity.parts
        return ClickName(
            own: Int64(bitPattern: try hash(of: hour).hash(text)),
            next: isNearEnd ? Int64(bitPattern: try hash(of: next).hash(text)) : nil)
    }

    /// What is keyed for the day that an hour is of.
    private mutating func day(of hour: Period) throws -> SipHash {
        let key = Self.dayKey(of: hour)
        let day = Period(service: hour.service, start: key.period?.start ?? 0)
        if let known = days[day] { return known }
        let hash = SipHash(key: try digests.keyed(Array("host".utf8), key))
        days[day] = hash
        return hash
    }

    /// What is keyed for an hour, with a key derived from its day's.
    private mutating func hash(of hour: Period) throws -> SipHash {
        if let known = hours[hour] { return known }
        let hash = SipHash(key: try digests.keyed(Array("hour \(hour.start)".utf8), Self.dayKey(of: hour)))
        hours[hour] = hash
        return hash
    }

    private static func dayKey(of hour: Period) -> AddressKey {
        AddressKey(
            service: hour.service, period: AddressKey.Period(of: UTCTime(secondsSince1970: hour.start), days: 1))
    }

    private static func text(_ hash: UInt64) -> StoredText {
        let digits = String(hash, radix: 16)
        return StoredText(String(repeating: "0", count: 16 - digits.utf8.count) + digits)
    }
}
