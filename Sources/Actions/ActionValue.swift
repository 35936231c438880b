/// What was said of an action at a moment: an entry of its history.
public struct ActionValue: Sendable, Equatable {
    /// When the line came, in seconds since 1970, exact to the microsecond.
    public let time: Double
    /// What it said.
    public let content: ActionContent

    /// An entry.
    public init(time: Double, _ content: ActionContent) {
        (self.time, self.content) = (time, content)
    }

    /// Reads an entry of a history in Redis: `1409000000.123456 measurement 21.5 °C`.
    /// - Returns: nil when it is none.
    public init?(entry: String) {
        let words = entry.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count >= 3, let time = Double(words[0]), let kind = ActionKind(rawValue: String(words[1])),
            let number = Double(words[2]), time.isFinite, number.isFinite
        else { return nil }
        self.init(time: time, ActionContent(kind, number, words.count > 3 ? String(words[3]) : ""))
    }

    /// The entry of a history in Redis.
    public var entry: String { "\(PythonFloat.text(of: time)) \(content.words)" }

    /// `{"x": 1409000000.123456, "y": 12.5}`: all that old clients know.
    var point: String { "{\"x\": \(PythonFloat.text(of: time)), \"y\": \(PythonFloat.text(of: content.number))}" }

    /// The same with its kind and text, for clients that asked for it.
    var typedPoint: String {
        let text = content.text.isEmpty ? "" : ", \"text\": \(PythonJSON.string(content.text))"
        return "\(point.dropLast()), \"kind\": \"\(content.kind.rawValue)\"\(text)}"
    }

    /// The value as people read it: `21.5 °C`, `+2 cups`, `23:00`, `sunny`; empty: that it happened is all.
    public var words: String {
        let number =
            content.number == content.number.rounded() && content.number.magnitude < 1e15
            ? String(Int(content.number)) : PythonFloat.text(of: content.number)
        let unit = content.text.isEmpty ? "" : " \(content.text)"
        return switch content.kind {
        case .measurement: number + unit
        case .counter: (content.number < 0 ? "" : "+") + number + unit
        case .event: content.text == ActionContent.timeOfDay ? TimeOfDay.text(content.number) : ""
        case .category: content.text
        }
    }
}
