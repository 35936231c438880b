/// The least time between the starts of two requests of a process (`ratelimit`).
public struct RateLimit: Sendable, Equatable {
    private let spacing: Duration
    private var earliest: ContinuousClock.Instant?

    /// - Parameter seconds: Between two starts; 0 for no limit.
    public init(seconds: Double) {
        spacing = .seconds(max(seconds, 0))
    }

    /// When the next request may start, if not at once.
    public func wait(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let earliest, earliest > now else { return nil }
        return earliest
    }

    /// How many requests may start now: with a limit one at a time.
    public func room(at now: ContinuousClock.Instant) -> Int {
        guard spacing > .zero else { return .max }
        return wait(at: now) == nil ? 1 : 0
    }

    /// Notes that a request starts.
    public mutating func start(at now: ContinuousClock.Instant) {
        if spacing > .zero { earliest = now + spacing }
    }
}
