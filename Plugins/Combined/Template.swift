import PluginAPI

/// Text with places for a pattern's groups: `{1}` by number, `{name}` by name.
struct Template: Sendable {
    private enum Piece {
        case text(String)
        case group(Int)
    }

    private let pieces: [Piece]

    /// Reads a template.
    /// - Parameters:
    ///   - option: The option it comes from, for errors.
    ///   - pattern: The pattern whose groups it may name.
    ///   - patternOption: The option that the pattern comes from, for errors.
    /// - Throws: ``PluginError`` when a brace is not closed or the pattern has no such group.
    init(_ text: String, option: String, groupsOf pattern: any TextPattern, from patternOption: String) throws {
        var pieces: [Piece] = []
        var rest = text[...]
        while let brace = rest.firstIndex(of: "{") {
            guard let close = rest[brace...].firstIndex(of: "}") else {
                throw PluginError.option(option, "'{' without '}' in '\(text)'")
            }
            let name = String(rest[rest.index(after: brace)..<close])
            guard let group = Int(name) ?? pattern.group(named: name), (0...pattern.groupCount).contains(group) else {
                throw PluginError.option(option, "\(patternOption) has no group {\(name)}")
            }
            pieces += [.text(String(rest[..<brace])), .group(group)]
            rest = rest[rest.index(after: close)...]
        }
        self.pieces = pieces + [.text(String(rest))]
    }

    /// The template with the groups in place.
    func filled(_ group: (Int) -> String) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let literal): text += literal
            case .group(let number): text += group(number)
            }
        }
    }
}
