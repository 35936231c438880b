public import PluginAPI
import Synchronization

/// Recent findings of one interface, so that Redis is not asked for every hit of an item that is read often. It holds a
/// bounded number of them, each for an hour.
public final class LookupMemory: Sendable {
    private struct State {
        var young: [Reference: Entry] = [:]
        var old: [Reference: Entry] = [:]
        var unresolved: [Reference: Unresolved] = [:]
    }

    private struct Entry {
        let finding: Finding
        let until: ContinuousClock.Instant
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// A memory.
    /// - Parameter capacity: About how many findings it holds; the older half of them goes at once.
    public init(capacity: Int = 20_000) { self.capacity = capacity }

    /// What is remembered of a reference.
    /// - Throws: `Unresolved` when it is one of those of ``giveUp(_:_:)``.
    public func finding(for reference: Reference) throws -> Finding? {
        try state.withLock { state in
            if let entry = state.young[reference] ?? state.old[reference], entry.until > .now { return entry.finding }
            guard let unresolved = state.unresolved[reference] else { return nil }
            throw unresolved
        }
    }

    /// Keeps a finding.
    public func keep(_ finding: Finding, for reference: Reference) {
        state.withLock { state in
            if state.young.count >= capacity / 2 {
                state.old = state.young
                state.young = [:]
            }
            state.young[reference] = Entry(finding: finding, until: .now + .seconds(3_600))
        }
    }

    /// Notes that a reference was looked up in vain, until ``forgetUnresolved()``: only for the messages in hand.
    public func giveUp(_ reference: Reference, _ unresolved: Unresolved) {
        state.withLock { $0.unresolved[reference] = unresolved }
    }

    /// Forgets what was given up.
    public func forgetUnresolved() {
        state.withLock { $0.unresolved = [:] }
    }
}
