import Digests
public import PluginAPI

/// What makes two hits clicks on the same thing by the same user: the client's address and user agent, the kind of use, the
/// item, and the part of it (COUNTER Code of Practice 5.1, section 7.2; usage-protocols.md, sections 2.2 and 2.6).
public struct ClickIdentity: Sendable, Hashable {
    /// The parts, each with its length before it, so that no two lists of parts give the same bytes.
    public private(set) var parts: [UInt8] = []

    /// The identity of a hit.
    ///
    /// The part is what the plugin calls the file within the item. Where it names none, it is the path of the URL: two
    /// files of one item are two uses (vector D9), and a query makes no other file.
    public init(_ use: OpenURLParams, _ line: ParsedLine) {
        self.init(
            address: use.ip[...], userAgent: use.userAgent[...], event: use.event, item: use.item,
            part: line.usage?.part, line)
    }

    /// The identity of a hit, whether or not a tracker is told of it.
    /// - Parameter usage: What was used.
    public init(_ usage: ItemUsage, _ line: ParsedLine) {
        self.init(
            address: line.bytes(line.ip), userAgent: line.bytes(line.userAgent), event: usage.event, item: usage.item,
            part: usage.part, line)
    }

    private init(
        address: ArraySlice<UInt8>, userAgent: ArraySlice<UInt8>, event: UsageEvent, item: String, part: String?,
        _ line: ParsedLine
    ) {
        // An anonymised address may be that of many clients.
        append(line.client?[...] ?? address)
        append(userAgent)
        append(Array(event.rawValue.utf8)[...])
        append(Array(item.utf8)[...])
        if let part {
            append([UInt8(ascii: "P")])
            append(Array(part.utf8)[...])
        } else {
            append([UInt8(ascii: "U")])
            append(line.storage[Target(line.storage, url: line.url).path])
        }
    }

    private mutating func append(_ part: ArraySlice<UInt8>) {
        for shift in stride(from: 24, through: 0, by: -8) {
            parts.append(UInt8(truncatingIfNeeded: part.count >> shift))
        }
        parts += part
    }

    /// A name for the identity in a slice of time, in 32 hexadecimal digits: half of a SHA-256. It holds no address, and
    /// nobody can write log lines of different identities that get the same name.
    /// - Parameter slice: The number of the slice.
    public func name(slice: Int64) -> String {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: slice >> (8 * Int64($0))) }
        return String(decoding: HexDigit.text(of: SHA256.digest(of: number + parts).prefix(16)), as: UTF8.self)
    }
}
