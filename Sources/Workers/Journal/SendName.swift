public import PluginAPI

/// What the send journal calls a message. The name stays the same however often the message is tried.
///
/// - `0123456789abcdef:4711`: a line of a followed file, by the id that the tail gave it. There is no other of that name.
/// - `ID#HASH`: a message that came with an id of another form. Strangers' ids may not be unique; so a hash of its service
///   and its line stands with it, and two messages with one id and different lines are told apart.
/// - `#HASH`: a message without an id.
public struct SendName: Sendable, Hashable, CustomStringConvertible {
    /// How many bytes of an escaped id are kept.
    static let longestID = 120

    /// The name as it stands in the journal: no blank, nothing but visible ASCII.
    public let description: String

    /// Where the line stands, if it is one of a followed file.
    let position: SourcePosition?

    /// The name of a message.
    public init(_ message: LogMessage) {
        guard let id = message.id else {
            description = "#" + SendName.hash(of: message)
            position = nil
            return
        }
        position = SourcePosition(id)
        description = position == nil ? "\(SendName.escaped(id))#\(SendName.hash(of: message))" : id
    }

    /// A name that was read.
    init(read name: some Collection<UInt8>) {
        description = String(decoding: name, as: UTF8.self)
        position = SourcePosition(description)
    }

    /// The position says nothing more.
    public static func == (one: SendName, other: SendName) -> Bool { one.description == other.description }

    /// Feeds the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }

    /// Whether the message has an id.
    var hasID: Bool { description.utf8.first != UInt8(ascii: "#") }

    /// Whether it can be the name of a message with this id.
    func isName(ofID id: String) -> Bool {
        description == id || description.hasPrefix(SendName.escaped(id) + "#")
    }

    /// An id with everything as `%XX` that is no visible ASCII or has a meaning here, cut to ``longestID`` bytes.
    private static func escaped(_ id: String) -> String {
        var escaped: [UInt8] = []
        for byte in id.utf8 {
            guard escaped.count < longestID else { break }
            let isPlain = byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "%") && byte != UInt8(ascii: "#")
            if isPlain {
                escaped.append(byte)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += Array((digits.count == 1 ? "%0" : "%").utf8) + Array(digits.utf8)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// FNV-1a with 64 bits over the service, a NUL and the line: the same in every release.
    private static func hash(of message: LogMessage) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        message.service.utf8.forEach(add)
        add(0)
        message.line.forEach(add)
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Where a line of a followed file stands, as the tail writes it in the message's id: 16 hexadecimal digits for the file, a
/// colon, and the offset.
struct SourcePosition: Sendable, Hashable {
    private let file: UInt64
    private let offset: UInt64

    /// nil: the id has another form, and is not the tail's.
    init?(_ id: String) {
        var (file, offset): (UInt64, UInt64) = (0, 0)
        var count = 0
        for byte in id.utf8 {
            switch (count, byte) {
            case (..<16, UInt8(ascii: "0")...UInt8(ascii: "9")): file = file << 4 | UInt64(byte - UInt8(ascii: "0"))
            case (..<16, UInt8(ascii: "a")...UInt8(ascii: "f")):
                file = file << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            case (16, UInt8(ascii: ":")): break
            case (17..<36, UInt8(ascii: "0")...UInt8(ascii: "9")):
                // One form for each number: no zero before other digits.
                guard count == 17 || offset > 0 else { return nil }
                offset = offset * 10 + UInt64(byte - UInt8(ascii: "0"))
            default: return nil
            }
            count += 1
        }
        guard count > 17 else { return nil }
        self.file = file
        self.offset = offset
    }
}
