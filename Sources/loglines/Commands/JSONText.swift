/// JSON that keeps its keys in order and its bytes as they are.
enum JSONText {
    case null
    case bool(Bool)
    case number(Int)
    case text(String)
    /// Text of a log; bytes that are no UTF-8 are written as `\udcXX`, as Python's surrogateescape does.
    case bytes([UInt8])
    case array([JSONText])
    case object([(key: String, value: JSONText)])

    /// Text, or null.
    static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }

    /// Bytes, or null.
    static func optional(_ bytes: [UInt8]?) -> JSONText { bytes.map { .bytes($0) } ?? .null }

    /// The value in one line.
    var line: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .text(let value): Self.quoted(value)
        case .bytes(let value): Self.quoted(value)
        case .array(let values): "[\(values.map(\.line).joined(separator: ", "))]"
        case .object(let pairs):
            "{\(pairs.map { "\(Self.quoted($0.key)): \($0.value.line)" }.joined(separator: ", "))}"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text.unicodeScalars))\"" }

    private static func quoted(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return quoted(text) }
        var result = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            if let character = (1...4).lazy.compactMap({ String(validating: rest.prefix($0), as: UTF8.self) }).first {
                result += escaped(character.unicodeScalars)
                rest = rest.dropFirst(character.utf8.count)
            } else {
                result += "\\udc" + hexadecimal(rest.removeFirst(), digits: 2)
            }
        }
        return "\"\(result)\""
    }

    private static func escaped(_ scalars: String.UnicodeScalarView) -> String {
        var result = ""
        for scalar in scalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ", "\u{7f}": result += "\\u" + hexadecimal(UInt8(scalar.value), digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func hexadecimal(_ byte: UInt8, digits: Int) -> String {
        let text = String(byte, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
