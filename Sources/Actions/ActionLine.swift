/// A line that says something of an action.
///
///     line        = action (measurement | counter | event | category)
///     measurement = number [unit]          TEMP 21.5 | TEMP 21.5 °C | drank 2 water
///     counter     = "++" | "+=" number [unit]          coffee ++ | drank += 2 cups
///     event       = nothing | time of day          backup | goodnight 11:00 PM
///     category    = any other text          weather sunny
///
/// Words are parted by blanks and tabs. The original took `action number` alone (peers.md, section E2): such a line means here
/// what it meant there, whatever the number looks like. All else the original refused, and closed the connection.
public struct ActionLine: Sendable, Equatable {
    /// The action, in capitals: of ASCII letters only, as the original's.
    public let name: String
    /// What is said of it.
    public let content: ActionContent

    /// The most bytes of an action's name.
    public static let longestName = 100
    /// The most bytes of a unit or a category.
    public static let longestText = 200

    /// Reads a line without its end.
    /// - Parameter onlyOriginal: Whether nothing is taken but what the original took.
    /// - Throws: ``ActionProblem``.
    public init(_ line: String, onlyOriginal: Bool = false) throws(ActionProblem) {
        let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
        guard let first = words.first else { throw .empty }
        if let control = line.unicodeScalars.first(where: { $0.properties.generalCategory == .control && $0 != "\t" }) {
            throw .control(control.value)
        }
        guard first.utf8.count <= Self.longestName else { throw .longName }
        name = first.asciiUppercased
        let rest = words.count > 1 ? words[1].withoutBlanks : ""
        let content = try Self.content(rest)
        if onlyOriginal {
            guard content.kind == .measurement, content.text.isEmpty else { throw .notOriginal }
        }
        guard content.text.utf8.count <= Self.longestText else { throw .longText }
        self.content = content
    }

    private static func content(_ text: String) throws(ActionProblem) -> ActionContent {
        guard !text.isEmpty else { return ActionContent(.event, 1) }
        if text == "++" { return ActionContent(.counter, 1) }
        var words = text.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
        if text.hasPrefix("+=") {
            words = text.dropFirst(2).split(maxSplits: 1) { $0 == " " || $0 == "\t" }
            guard let word = words.first, let reading = PythonFloat.read(word) else { throw .noNumber }
            return try amount(.counter, reading, words)
        }
        if let reading = PythonFloat.read(words[0]) { return try amount(.measurement, reading, words) }
        if let seconds = TimeOfDay.seconds(text) {
            return ActionContent(.event, Double(seconds), ActionContent.timeOfDay)
        }
        return ActionContent(.category, 1, text)
    }

    private static func amount(
        _ kind: ActionKind, _ reading: PythonFloat.Reading, _ words: [Substring]
    ) throws(ActionProblem) -> ActionContent {
        guard case .number(let number) = reading else { throw .notFinite }
        let unit = words.count > 1 ? words[1].withoutBlanks : ""
        // Two numbers are not one with a unit: a line may have lost its beginning or its end.
        if let first = unit.split(separator: " ").first, PythonFloat.read(first) != nil { throw .twoNumbers }
        return ActionContent(kind, number, unit)
    }
}

extension StringProtocol {
    /// With capitals for a to z, and nothing else changed.
    fileprivate var asciiUppercased: String {
        String(decoding: utf8.map { $0 &- UInt8(ascii: "a") < 26 ? $0 - 32 : $0 }, as: UTF8.self)
    }

    /// Without blanks and tabs at its ends.
    fileprivate var withoutBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return start.lastIndex { $0 != " " && $0 != "\t" }.map { String(start[...$0]) } ?? ""
    }
}
