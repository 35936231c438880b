import Synchronization

/// The last snapshot, for all who want to see it, and for those who want to hear of each new one.
public final class ConsoleState: Sendable {
    private struct Listeners {
        var snapshot = ConsoleSnapshot()
        var rates = RateHistory()
        var published: ContinuousClock.Instant?
        var last = 0
        var continuations: [Int: AsyncStream<ConsoleSnapshot>.Continuation] = [:]
    }

    /// It is looked once a second; this much longer may it take.
    private static let longestLook = Duration.seconds(5)

    private let listeners = Mutex(Listeners())

    /// A state of which nothing is known yet.
    public init() {}

    /// The last snapshot.
    public var snapshot: ConsoleSnapshot { listeners.withLock(\.snapshot) }

    /// How fast the workers were in the last quarter of an hour.
    public var rates: RateHistory { listeners.withLock(\.rates) }

    /// Why the last snapshot is not to be relied on; nil: it is not old. Looking takes as long as Redis and the supervisor take
    /// to answer.
    public var staleness: String? {
        guard let published = listeners.withLock(\.published) else { return "nothing is known yet" }
        let age = published.duration(to: .now)
        return age < Self.longestLook
            ? nil : "nothing has been heard of the supervisor and Redis for \(age.components.seconds) s"
    }

    /// Makes a snapshot the last one, and tells everybody who listens.
    public func publish(_ snapshot: ConsoleSnapshot) {
        let continuations = listeners.withLock { listeners in
            listeners.snapshot = snapshot
            listeners.rates.note(snapshot.workers, at: snapshot.time)
            listeners.published = .now
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
