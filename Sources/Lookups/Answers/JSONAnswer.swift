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

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            all = [text]
        } else if let list = try? container.decode([LooseText].self) {
            all = list.flatMap(\.all)
        } else if let number = try? container.decode(Int.self) {
            all = [String(number)]
        } else if let truth = try? container.decode(Bool.self) {
            all = [String(truth)]
        } else {
            all = []
        }
    }
}
