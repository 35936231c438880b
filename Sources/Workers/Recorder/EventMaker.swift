import CounterRules
import Digests
import PluginAPI
import Statistics

/// Makes events of parsed lines. What stands in them for clients cannot be told whose it was once the day's key is
/// forgotten (`AddressKeys`): hosts are hashed with it as `anonymise = hash` does, sessions and clicks with what is derived
/// from it for each hour.
struct EventMaker {
    /// Ids that are longer are hashed: PostgreSQL's indexes take no more than some 2,700 bytes.
    private static let longestID = 500

    /// What stands for a client in an hour.
    private struct Client {
        let host: StoredText
        let session: StoredText
    }

    private struct Hour: Hashable {
        let service: String
        let start: Int64
    }

    private let digests: any AddressDigests
    private var keys: [Hour: [UInt8]] = [:]
    private var clients: [Hour: [[UInt8]: Client]] = [:]

    /// A maker that hashes with what the program's keys give.
    init(_ digests: any AddressDigests) { self.digests = digests }

    /// Forgets the keys: to be called for each batch, since Redis may have forgotten them.
    mutating func forgetKeys() { (keys, clients) = ([:], [:]) }

    /// The event that a line stands for; nil: it is no use of an item, or does not count by its status or method.
    ///
    /// The hits of robots and AI agents are events too, so that reports can tell how many they were.
    /// - Parameter id: The message's id.
    /// - Throws: What the keys' owner throws when there is no key.
    mutating func event(of line: ParsedLine, id: String) throws -> EventRecord? {
        guard let usage = line.usage, [nil, .robot, .aiAgent].contains(line.exclusion) else { return nil }
        var event = EventRecord(
            id: Self.stored(id), time: line.time, service: StoredText(line.service),
            kind: StoredText(usage.event.rawValue), item: StoredText(usage.item),
            url: StoredText(usage.fileURL ?? usage.itemURL ?? Array(line.bytes(line.url))),
            agentClass: StoredText(line.agent.kind.rawValue))
        event.status = line.status
        event.bytes = line.bytes
        let hour = Hour(service: line.service, start: StoreHour.start(of: line.time.secondsSince1970))
        if !line.ip.isEmpty || line.client != nil {
            let client = try client(of: line, hour)
            (event.host, event.session) = (client.host, client.session)
        }
        if line.agent.kind != .robot { event.click = try click(ClickIdentity(usage, line), line.time, hour) }
        return event
    }

    private static func stored(_ id: String) -> StoredText {
        guard id.utf8.count > longestID else { return StoredText(id) }
        return StoredText(
            "sha256:" + String(decoding: HexDigit.text(of: SHA256.digest(of: Array(id.utf8))), as: UTF8.self))
    }

    private mutating func client(of line: ParsedLine, _ hour: Hour) throws -> Client {
        let address = line.client ?? Array(line.bytes(line.ip))
        // An address holds no blank.
        let identity = address + [UInt8(ascii: " ")] + line.bytes(line.userAgent)
        if let known = clients[hour]?[identity] { return known }
        let day = AddressKey(service: line.service, period: AddressKey.Period(of: line.time, days: 1))
        let client = Client(
            host: Self.text(try digests.keyed(Array("host ".utf8) + address, day)),
            session: Self.text(SHA256.digest(of: Array("session ".utf8) + identity, key: try key(hour))))
        clients[hour, default: [:]][identity] = client
        return client
    }

    /// A hit at an hour's end has a second name for hits in the next hour.
    private mutating func click(_ identity: ClickIdentity, _ time: UTCTime, _ hour: Hour) throws -> ClickName {
        let next = Hour(service: hour.service, start: hour.start + StoreHour.length)
        let isNearEnd = time.secondsSince1970 + DoubleClicks.window >= next.start
        return ClickName(
            own: try number(identity, key(hour)), next: isNearEnd ? try number(identity, key(next)) : nil)
    }

    private func number(_ identity: ClickIdentity, _ key: [UInt8]) -> Int64 {
        let digest = SHA256.digest(of: Array("click ".utf8) + identity.parts, key: key)
        return Int64(bitPattern: digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// The key of an hour, derived from its day's.
    private mutating func key(_ hour: Hour) throws -> [UInt8] {
        if let key = keys[hour] { return key }
        let day = AddressKey.Period(of: UTCTime(secondsSince1970: hour.start), days: 1)
        let key = try digests.keyed(
            Array("hour \(hour.start)".utf8), AddressKey(service: hour.service, period: day))
        keys[hour] = key
        return key
    }

    /// 64 bits of a digest: enough to tell a hundred million apart.
    private static func text(_ digest: [UInt8]) -> StoredText {
        StoredText(HexDigit.text(of: digest.prefix(8)))
    }
}
