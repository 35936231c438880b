/// Knows what references stand for: given to a plugin through its settings, so that the plugin's calls stay pure.
///
/// It answers of what it has at hand and never waits. What it has not is looked up by whoever called the plugin, which
/// then calls it again.
public protocol Resolver: AnyObject, Sendable {
    /// Whether a reference can be looked up at all. What cannot is its own local identifier, as if there were no resolver.
    func answers(_ reference: Reference) -> Bool

    /// What a reference stands for.
    /// - Throws: ``NotYetKnown`` when that must be looked up first; ``Unresolved`` when it was looked up in vain.
    func finding(for reference: Reference) throws -> Finding
}

/// What a plugin throws of a line that cannot be judged before something has been looked up. It says nothing against the
/// line, which comes again.
public struct NotYetKnown: Error, Equatable, CustomStringConvertible {
    /// What is to be looked up.
    public let reference: Reference

    /// The reference must be looked up.
    public init(_ reference: Reference) { self.reference = reference }

    /// `bitstream 0b1c2d3e-… has not been looked up yet`
    public var description: String { "\(reference) has not been looked up yet" }
}

/// What a plugin throws of a line whose item was looked up in vain. The message then goes to the failed list with the reason.
public struct Unresolved: Error, Equatable, CustomStringConvertible {
    /// Who was asked, what was answered, and how often.
    public let reason: String

    /// Nothing was found.
    public init(_ reason: String) { self.reason = reason }

    /// `item not resolved: dspace-rest of bitstream "0b1c2d3e-…": HTTP 404, asked 5 times since "2024-06-15T12:35:07Z"`
    public var description: String { "\(Unresolved.prefix)\(reason)" }

    /// What the reasons of such messages begin with.
    public static let prefix = "item not resolved: "
}
