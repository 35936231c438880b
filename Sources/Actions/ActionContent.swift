/// What an action line says of its action.
public struct ActionContent: Sendable, Equatable {
    /// Which kind of thing.
    public let kind: ActionKind
    /// The number: how much; of an event without a time and of a category 1; of an event with a time of day the seconds since
    /// midnight.
    public let number: Double
    /// The unit; of an event with a time ``timeOfDay``; of a category its text. Empty: none.
    public let text: String

    /// The unit of events that name a time.
    public static let timeOfDay = "time of day"

    /// What a line says.
    public init(_ kind: ActionKind, _ number: Double, _ text: String = "") {
        (self.kind, self.number, self.text) = (kind, number, text)
    }

    /// Whether an old client can be told: it knows nothing but numbers.
    var isNumeric: Bool { kind == .measurement || kind == .counter }

    /// `measurement 21.5 °C`: the end of an entry of a history, and of a message for a queue.
    var words: String { "\(kind.rawValue) \(PythonFloat.text(of: number))" + (text.isEmpty ? "" : " \(text)") }
}
