/// Writes a JSON object member by member, in the order in which they are added. Frames for browsers are written many times a
/// second; an encoder of Foundation's takes ten times as long.
struct JSONObject {
    private var text: [UInt8] = []
    private var isEmpty = true

    init(reserving capacity: Int) {
        text.reserveCapacity(capacity)
        text.append(UInt8(ascii: "{"))
    }

    /// The object's text; nothing is to be added behind it.
    var closed: [UInt8] { text + [UInt8(ascii: "}")] }

    /// Adds a text; nil adds nothing.
    mutating func add(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        begin(key)
        Self.append(value, to: &text)
    }

    /// Adds a number; nil adds nothing.
    mutating func add(_ key: StaticString, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        begin(key)
        text.append(contentsOf: String(value).utf8)
    }

    /// Adds a number; nil, and what is no number, adds nothing.
    mutating func add(_ key: StaticString, _ value: Double?) {
        guard let value, value.isFinite else { return }
        begin(key)
        text.append(contentsOf: "\(value)".utf8)
    }

    /// Adds true or false.
    mutating func add(_ key: StaticString, _ value: Bool) {
        begin(key)
        text.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Adds an array or object that is JSON already.
    mutating func add(_ key: StaticString, json: some Sequence<[UInt8]>) {
        begin(key)
        text.append(UInt8(ascii: "["))
        for (index, element) in json.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: element)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ key: StaticString) {
        if !isEmpty { text.append(UInt8(ascii: ",")) }
        isEmpty = false
        text.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { text.append(contentsOf: $0) }
        text.append(UInt8(ascii: "\""))
        text.append(UInt8(ascii: ":"))
    }

    /// Appends a string with its quotes (RFC 8259, section 7).
    static func append(_ value: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0..<0x20:
                text.append(contentsOf: "\\u00".utf8)
                text.append(hexadecimal(byte >> 4))
                text.append(hexadecimal(byte & 15))
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
