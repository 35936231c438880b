public import Lookups
public import PluginAPI

extension DirectLookup {
    /// Asks what a reference stands for, if that is not remembered already, and brings it to those who are asked.
    /// - Returns: Why there is no answer; nil when there was one, also that it is not known.
    public func bring(_ reference: Reference, to lookups: ServiceLookups) -> String? {
        guard let asked = lookups.asked(for: reference) else { return "\(reference) cannot be looked up" }
        do {
            guard try asked.memory.finding(for: reference) == nil else { return nil }
            switch try ask(asked.source, reference) {
            case .found(let finding): asked.memory.keep(finding, for: reference)
            case .unknown(let reason): asked.memory.giveUp(reference, Unresolved(reason))
            case .failed(let reason), .ask(let reason): return "the look-up of \(reference) failed: \(reason)"
            }
            return nil
        } catch is Unresolved {
            return nil
        } catch {
            return "the look-up of \(reference) failed: \(error)"
        }
    }
}
