/// Knows what references stand for: given to a plugin through its settings, so that the plugin's calls stay pure.
///
/// It answers of what it has at hand and never waits. What it has not is looked up by whoever called the plugin, which
/// then calls it again.
public protocol Resolver: Sendable {
    /// What a reference stands for.
    /// - Throws: ``NotYetKnown`` when that must be looked up first; ``PluginError`` when it was looked up in vain.
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
