public import Settings

/// How long a message waits for its next try, and when it has had enough: `retrybase`, doubled for each further try, a
/// quarter more or less by chance so that what failed together does not come back together, an hour at most.
public struct RetryPolicy: Sendable, Equatable {
    /// The longest delay, chance left out.
    public static let longestDelay = 3_600.0

    private let base: Double
    private let maxTries: Int

    /// - Parameters:
    ///   - base: Seconds before the second try.
    ///   - maxTries: How often a message is tried.
    public init(base: Double, maxTries: Int) {
        self.base = base
        self.maxTries = maxTries
    }

    /// The policy of a forwarder: `retrybase` and `maxtries`.
    public init(_ settings: ForwarderSettings) {
        self.init(base: settings.retrybase, maxTries: settings.maxtries)
    }

    /// - Parameter tries: How often the message has been tried, this time included.
    /// - Returns: How long it waits; nil when it is given up.
    public func delay(afterTry tries: Int, using generator: inout some RandomNumberGenerator) -> Duration? {
        guard tries < maxTries else { return nil }
        var delay = base
        for _ in 1..<max(tries, 1) where delay < RetryPolicy.longestDelay { delay *= 2 }
        return .seconds(min(delay, RetryPolicy.longestDelay) * Double.random(in: 0.75...1.25, using: &generator))
    }
}
