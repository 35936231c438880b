public import PluginAPI

/// A resolver that knows what a test tells it.
public final class FixedResolver: Resolver {
    /// What it can be asked, and the answers; what has none is not known yet.
    private let findings: [Reference: Finding]
    private let kinds: Set<Reference.Kind>

    /// A resolver for some kinds of references.
    public init(_ findings: [Reference: Finding], kinds: Set<Reference.Kind> = Set(Reference.Kind.allCases)) {
        self.findings = findings
        self.kinds = kinds
    }

    /// Whether a reference is of one of its kinds.
    public func answers(_ reference: Reference) -> Bool { kinds.contains(reference.kind) }

    /// The answer.
    /// - Throws: `NotYetKnown` when it has none.
    public func finding(for reference: Reference) throws -> Finding {
        guard let finding = findings[reference] else { throw NotYetKnown(reference) }
        return finding
    }
}
