/// Tells plain words from regular expressions.
enum PlainWord {
    /// What a regular expression without any operator looks for; nil when it has one. A backslash before a punctuation
    /// mark makes it a plain character. Words with characters outside ASCII are left to the pattern compiler, which knows
    /// their upper and lower case.
    static func bytes(of expression: Substring) -> [UInt8]? {
        var word: [UInt8] = []
        var escaped = false
        for byte in expression.utf8 {
            guard byte < 0x80 else { return nil }
            if escaped {
                if isLetterOrDigit(byte) { return nil }
                word.append(byte)
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if operators.contains(byte) {
                return nil
            } else {
                word.append(byte)
            }
        }
        return escaped || word.isEmpty ? nil : word
    }

    private static let operators = Set("^$.|?*+()[]{}".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
