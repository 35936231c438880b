import SupervisorClient

/// A command as written after `command =`, split into words as a shell would, without expanding anything.
struct CommandLineWords {
    /// The words.
    private(set) var words: [String] = []

    /// Splits a command.
    /// - Throws: ``LaunchError`` when a quote is not closed or there is no word.
    init(_ command: String) throws(LaunchError) {
        var word: String?
        var quote: Character?
        var rest = Substring(command)
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (let open?, character) where open == character:
                quote = nil
            case ("'", _):
                word = (word ?? "") + String(character)
            case (_, "\\"):
                guard let next = rest.popFirst() else { throw LaunchError("nothing after the last \\ of the command") }
                // Between double quotes a backslash protects only a quote or another backslash.
                let isKept = quote == "\"" && next != "\"" && next != "\\"
                word = (word ?? "") + (isKept ? "\\\(next)" : String(next))
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (nil, _) where character.isWhitespace:
                if let finished = word { words.append(finished) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw LaunchError("a quote of the command is not closed") }
        if let word { words.append(word) }
        guard !words.isEmpty else { throw LaunchError("the command is empty") }
    }
}

/// Why a process could not be started.
struct LaunchError: Error, Equatable, CustomStringConvertible {
    let description: String
    /// What a client is told.
    let code: ControlOutcome.Code

    init(_ description: String, _ code: ControlOutcome.Code = .spawnFailed) {
        self.description = description
        self.code = code
    }
}
