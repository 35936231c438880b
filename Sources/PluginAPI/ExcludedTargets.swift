/// What a platform serves besides its items: patterns, each with the rule it stands for.
///
/// All are compiled into one expression, because most lines of a log get here. Each is searched at the start of path
/// and query, whatever the case of letters; the first in the table that is found decides.
public struct ExcludedTargets: Sendable {
    private let pattern: any TextPattern
    private let rules: [ExclusionRule]

    /// Compiles the patterns, and behind them those that hold for every web site.
    /// - Parameters:
    ///   - table: Patterns without groups of their own that capture.
    ///   - tools: What compiles them.
    /// - Throws: ``PluginError`` with the place of the mistake, or the pattern that has a group.
    public init(_ table: [(rule: ExclusionRule, pattern: String)], tools: any PluginTools) throws {
        let table = table + Self.everywhere
        rules = table.map(\.rule)
        pattern = try tools.pattern(
            "^(?:\(table.map { "(\($0.pattern))" }.joined(separator: "|")))", ignoringCase: true)
        guard pattern.groupCount == rules.count else {
            let captures = try table.first { try tools.pattern($0.pattern, ignoringCase: true).groupCount > 0 }
            throw PluginError.malformed(
                "excluded targets: '\(captures?.pattern ?? "")' has a group that captures; write (?:…) for (…)")
        }
    }

    /// Why a target that is no use of an item does not count: a rule of the table, or that it is no item.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func classification(of target: Target) throws -> Classification {
        guard let group = try pattern.firstGroup(in: target.bytes, target.range), group > 0 else { return .notAnItem }
        return .excluded(Exclusion(rules[group - 1]))
    }

    private static let everywhere: [(rule: ExclusionRule, pattern: String)] = [
        (.staticFile, #"/(?:robots\.txt|sitemap[^/?#]*|favicon\.ico|apple-touch-icon[^/?#]*|\.well-known/)"#),
        (.staticFile, #"[^?#]*\.(?:css|m?js|map|woff2?|ttf|eot|ico)\#(URLPiece.query)"#),
    ]
}
