import Synchronization

/// The last snapshot, for all who want to see it, and for those who want to hear of each new one.
public final class ConsoleState: Sendable {
    private struct Listeners {
        var snapshot = ConsoleSnapshot()
        var rates = RateHistory()
        var last = 0
        var continuations: [Int: AsyncStream<ConsoleSnapshot>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    /// A state of which nothing is known yet.
    public init() {}

    /// The last snapshot.
    public var snapshot: ConsoleSnapshot { listeners.withLock(\.snapshot) }

    /// How fast the workers were in the last quarter of an hour.
    public var rates: RateHistory { listeners.withLock(\.rates) }

    /// Makes a snapshot the last one, and tells everybody who listens.
    public func publish(_ snapshot: ConsoleSnapshot) {
        let continuations = listeners.withLock { listeners in
            listeners.snapshot = snapshot
            listeners.rates.note(snapshot.workers, at: snapshot.time)
            return Array(listeners.continuations.values)
        }
        for continuation in continuations { continuation.yield(snapshot) }
    }

    /// Every snapshot from now on, the present one first. Who is slow misses some.
    public func snapshots() -> AsyncStream<ConsoleSnapshot> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let (number, snapshot) = listeners.withLock { listeners in
                listeners.last += 1
                listeners.continuations[listeners.last] = continuation
                return (listeners.last, listeners.snapshot)
            }
            continuation.onTermination = { _ in
                self.listeners.withLock { _ = $0.continuations.removeValue(forKey: number) }
            }
            continuation.yield(snapshot)
        }
    }
}
