/// The namespace of a platform's own identifiers, its platform ID (Code of Practice 5.1, section 11.1): ASCII letters, digits,
/// `_`, `.` and `/`, of which the first is a letter; 2 to 17 characters.
public enum PlatformNamespace {
    private static let longest = 17

    /// Whether a text is one.
    public static func isOne(_ text: String) -> Bool { text == derived(from: text) }

    /// The one that follows from a name: what may be in it, from the first letter on.
    public static func derived(from name: String) -> String {
        let allowed = name.utf8.filter { $0.isLetter || $0.isDigit || "_./".utf8.contains($0) }.drop { !$0.isLetter }
        let text = String(decoding: allowed.prefix(longest), as: UTF8.self)
        return text.utf8.count < 2 ? "repository" : text
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
