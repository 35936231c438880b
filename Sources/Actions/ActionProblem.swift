/// Why a line is not taken.
public enum ActionProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// It has no word.
    case empty
    /// It is not UTF-8.
    case notText
    /// It has a control character in it, by its number.
    case control(UInt32)
    /// The action's name is too long.
    case longName
    /// The unit or category is too long.
    case longText
    /// `nan`, `inf`, or too large.
    case notFinite
    /// `+=` without a number.
    case noNumber
    /// A second number where a unit may be.
    case twoNumbers
    /// The original would not have taken it, and nothing else is to be taken.
    case notOriginal
    /// There are as many actions as there may be.
    case manyActions(Int)
    /// It is longer than a line may be; the connection ends with it.
    case tooLong
    /// There are as many clients as there may be; the connection ends.
    case manyClients(Int)
    /// What nobody can ask for.
    case unknownWish(String)

    /// One line, without what the client sent.
    public var description: String {
        switch self {
        case .empty: "the line is empty"
        case .notText: "the line is not UTF-8"
        case .control(let number):
            "the line has the control character U+\(String(number, radix: 16, uppercase: true)) in it"
        case .longName: "the action's name has more than \(ActionLine.longestName) bytes"
        case .longText: "what follows has more than \(ActionLine.longestText) bytes"
        case .notFinite: "nan and infinity are not taken: JSON has no word for them"
        case .noNumber: "after += there must be a number"
        case .twoNumbers: "there are two numbers; after the first there may be a unit"
        case .notOriginal: "strict: a line is an action and a number"
        case .manyActions(let count): "there are \(count) actions already, and no new one is taken"
        case .tooLong: "the line has more than \(ActionLineReader.longestLine) bytes"
        case .manyClients(let count): "there are \(count) clients already"
        case .unknownWish: "one can ask for ?ack, ?typed and ?quiet"
        }
    }

    /// `{"error": "…"}`, as a line for a client.
    public var line: String { PythonJSON.object([("error", PythonJSON.string(description))]) + "\r\n" }
}
