/// A part of the program that reads what strangers write, with what must hold whatever they write.
public struct FuzzTarget: Sendable {
    /// What `make fuzz` and the folder of its seeds call it.
    public let name: String

    /// Tries an input.
    /// - Throws: ``BrokenProperty`` when something does not hold.
    public let check: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// Every target.
    public static let all =
        [
            ini, configuration, envelope, failureRecord, logFormats, logNotations, robots, openURLCheck,
            openURLRendering, checkpoint,
            answers, escapes, lookups, mapping,
        ] + plugins
}

/// A claim that an input disproves.
public struct BrokenProperty: Error, CustomStringConvertible {
    /// The claim.
    public let description: String
}

/// States what must hold.
/// - Throws: ``BrokenProperty`` when it does not.
func require(_ holds: Bool, _ claim: @autoclosure () -> String) throws {
    guard holds else { throw BrokenProperty(description: claim()) }
}

/// States that a text for the user is one line and can be shown in a terminal.
func requireShowable(_ text: String) throws {
    try require(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "shows controls: \(text)")
    try require(!text.contains(where: \.isNewline), "more than a line: \(text)")
}
