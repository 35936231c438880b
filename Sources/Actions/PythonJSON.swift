/// JSON as Python's `json.dumps` writes it with its defaults: `", "` and `": "` between, and nothing but ASCII in strings.
enum PythonJSON {
    /// A string with its quotes; what is not ASCII as `\uXXXX`, what lies beyond 16 bits as two of them.
    static func string(_ text: some StringProtocol) -> String {
        var output = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: output += "\\\""
            case 0x5c: output += "\\\\"
            case 0x0a: output += "\\n"
            case 0x0d: output += "\\r"
            case 0x09: output += "\\t"
            case 0x08: output += "\\b"
            case 0x0c: output += "\\f"
            case 0x20..<0x7f: output.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return output + "\""
    }

    /// An object of members that are JSON already.
    static func object(_ members: some Sequence<(String, String)>) -> String {
        "{" + members.map { "\(string($0)): \($1)" }.joined(separator: ", ") + "}"
    }

    /// A list of values that are JSON already.
    static func array(_ values: some Sequence<String>) -> String { "[" + values.joined(separator: ", ") + "]" }
}
