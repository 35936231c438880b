/// What a client's line is.
public enum ClientLine: Sendable, Equatable {
    /// It says something of an action.
    case action(ActionLine)
    /// It asks for something: one word that begins with a question mark, which the original never took.
    case wish(ClientWish)

    /// Reads a line without its end.
    /// - Parameter onlyOriginal: Whether no actions are taken but those that the original took.
    /// - Throws: ``ActionProblem``.
    public init(_ line: [UInt8], onlyOriginal: Bool) throws(ActionProblem) {
        guard let text = String(validating: line, as: UTF8.self) else { throw .notText }
        let words = text.split { $0 == " " || $0 == "\t" }
        if words.count == 1, words[0].first == "?" {
            guard let wish = ClientWish(rawValue: String(words[0])) else { throw .unknownWish(String(words[0])) }
            self = .wish(wish)
        } else {
            self = .action(try ActionLine(text, onlyOriginal: onlyOriginal))
        }
    }
}

/// What a client can ask for, for as long as its connection lasts.
public enum ClientWish: String, Sendable, CaseIterable {
    /// To be told `{"ok": NUMBER}` when lines are kept: how many of this connection's are by now.
    case ack = "?ack"
    /// The state of all kinds of actions, from now on.
    case typed = "?typed"
    /// No states any more: for sensors that do not read.
    case quiet = "?quiet"
}
