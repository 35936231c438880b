import FoundationEssentials

/// Reads answers in JSON.
enum JSONAnswer {
    /// - Returns: nil when it is none, or not of this shape.
    static func read<Answer: Decodable>(_ type: Answer.Type, _ body: [UInt8]) -> Answer? {
        // Whatever is wrong with it, the interface has not answered; where it is wrong helps nobody.
        try? JSONDecoder().decode(type, from: Data(body))
    }
}

extension LookupVerdict {
    /// The answer cannot be read: a page of a proxy or of maintenance, most likely, which says nothing of the item.
    static func unreadable(_ expected: String) -> LookupVerdict { .failed("the answer is not \(expected)") }
}

/// A member that may be text, a number, a truth, a list of these or anything else.
struct LooseText: Decodable {
    /// The texts; empty when it is something else.
    let all: [String]

    /// How much of a list is read: no item has more authors or identifiers that matter, and a stranger's list could be long.
    private static let most = 64

    init(from decoder: any Decoder) throws {
        if let text = Self.text(try decoder.singleValueContainer()) {
            all = [text]
        } else if var list = try? decoder.unkeyedContainer() {
            var texts: [String] = []
            while !list.isAtEnd, list.currentIndex < Self.most {
                if let text = try list.decode(Element.self).text { texts.append(text) }
            }
            all = texts
        } else {
            all = []
        }
    }

    private static func text(_ value: any SingleValueDecodingContainer) -> String? {
        if let text = try? value.decode(String.self) { return text }
        if let number = try? value.decode(Int.self) { return String(number) }
        return (try? value.decode(Bool.self)).map { String($0) }
    }

    private struct Element: Decodable {
        let text: String?
        init(from decoder: any Decoder) throws { text = LooseText.text(try decoder.singleValueContainer()) }
    }
}
