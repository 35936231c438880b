import MetricModel

/// Objects and arrays as Node's `util.inspect` shows them, near enough for people and for scripts that look for a key: what
/// Node sets in columns stands in one line here.
enum ObjectText {
    /// How long the members may be together, with a comma and a blank for each, to stand in one line.
    private static let width = 69

    /// How many elements of an array are shown.
    private static let elements = 100

    /// `{ 'a.b': 1, c: 2 }`, or each in a line of its own.
    static func object(_ members: [(key: String, value: String)]) -> String {
        guard !members.isEmpty else { return "{}" }
        let texts = members.map { "\(name($0.key)): \($0.value)" }
        let length = texts.reduce(0) { $0 + $1.utf8.count + 2 }
        return length <= width ? "{ \(texts.joined(separator: ", ")) }" : "{\n  \(texts.joined(separator: ",\n  "))\n}"
    }

    /// `[ 1, 2 ]`.
    static func array(_ numbers: [Double]) -> String {
        guard !numbers.isEmpty else { return "[]" }
        var texts = numbers.prefix(elements).map(JavaScriptNumber.text)
        let left = numbers.count - texts.count
        if left > 0 { texts.append("... \(left) more item\(left == 1 ? "" : "s")") }
        return "[ \(texts.joined(separator: ", ")) ]"
    }

    /// A name that could stand in a program is bare; others are quoted.
    private static func name(_ key: String) -> String {
        func isLetter(_ byte: UInt8) -> Bool {
            (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
        let isBare =
            key.utf8.first.map(isLetter) == true
            && key.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
        guard !isBare else { return key }
        let quote: Unicode.Scalar = key.contains("'") && !key.contains("\"") ? "\"" : "'"
        let escaped = key.unicodeScalars.map { scalar in
            switch scalar {
            case quote: "\\\(scalar)"
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case _ where scalar.value < 0x20: "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\(quote)\(escaped.joined())\(quote)"
    }
}
