/// How many lines a client may send: so many a second, and after a rest as many as in one second at once.
public struct LineAllowance: Sendable {
    private let rate: Double
    private var left: Double
    private var last: Double

    /// An allowance from a moment on.
    /// - Parameters:
    ///   - rate: Lines per second, more than 0.
    ///   - now: In seconds, by a clock that does not go back.
    public init(rate: Double, now: Double) {
        (self.rate, last) = (rate, now)
        left = max(rate, 1)
    }

    /// Whether there is one left.
    public mutating func isLeft(now: Double) -> Bool {
        left = min(max(rate, 1), left + max(0, now - last) * rate)
        last = max(last, now)
        return left >= 1
    }

    /// Takes one.
    public mutating func take() { left -= 1 }
}
