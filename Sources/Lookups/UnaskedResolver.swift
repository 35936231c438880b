public import PluginAPI

/// Stands for an ``AskedResolver`` where nobody may be asked: what would be looked up is set apart.
public final class UnaskedResolver: Resolver {
    /// What such lines are excluded by.
    public static let exclusion = Exclusion(rule: "needs a look-up")

    private let asked: AskedResolver

    /// A stand-in.
    public init(_ asked: AskedResolver) { self.asked = asked }

    /// Whether the interface could be asked.
    public func answers(_ reference: Reference) -> Bool { asked.answers(reference) }

    /// Always ``exclusion``; for a citation, which excludes nothing, always `NotYetKnown`.
    public func finding(for reference: Reference) throws -> Finding {
        guard reference.kind != .citation else { throw NotYetKnown(reference) }
        return .excluded(UnaskedResolver.exclusion)
    }
}
