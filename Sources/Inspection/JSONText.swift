import Queues

/// JSON that keeps its keys in order and its bytes as they are.
public enum JSONText {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A whole number.
    case number(Int)
    /// A number; null when it is none.
    case real(Double)
    /// Text.
    case text(String)
    /// Text of a log; bytes that are no UTF-8 are written as `\udcXX`, as Python's surrogateescape does.
    case bytes([UInt8])
    /// Values in their order.
    case array([JSONText])
    /// Members in their order.
    case object([(key: String, value: JSONText)])

    /// Text, or null.
    public static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }

    /// Bytes, or null.
    public static func optional(_ bytes: [UInt8]?) -> JSONText { bytes.map { .bytes($0) } ?? .null }

    /// The value in one line.
    public var line: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .real(let value): value.isFinite ? "\(value)" : "null"
        case .text(let value): Self.quoted(value)
        case .bytes(let value): Self.quoted(value)
        case .array(let values): "[\(values.map(\.line).joined(separator: ", "))]"
        case .object(let pairs):
            "{\(pairs.map { "\(Self.quoted($0.key)): \($0.value.line)" }.joined(separator: ", "))}"
        }
    }

    private static func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }

    private static func quoted(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        JSONString.append(bytes, to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}
