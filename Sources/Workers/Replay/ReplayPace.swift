/// When hits of a recorded stretch are shown, by what is between their times.
public struct ReplayPace: Sendable {
    /// The longest gap that is waited through where gaps are skipped, in seconds of the log.
    public static let longestGap: Int64 = 3

    private let speed: Double
    private let skipsGaps: Bool
    private var newest: Int64?
    private var elapsed: Int64 = 0

    /// A pace.
    /// - Parameters:
    ///   - speed: How many times faster than it was.
    ///   - skipsGaps: Whether gaps are shortened to ``longestGap``.
    public init(speed: Double, skipsGaps: Bool) { (self.speed, self.skipsGaps) = (speed, skipsGaps) }

    /// How long one second of the log takes.
    public var second: Duration { .seconds(1 / speed) }

    /// Goes on to a second of the log. Lines are written when requests end: one that is earlier than the line before comes with
    /// it.
    /// - Parameter time: In seconds since 1970.
    /// - Returns: How long after the beginning of the replay it begins.
    public mutating func advance(to time: Int64) -> Duration {
        let gap = max(0, time - (newest ?? time))
        newest = max(time, newest ?? time)
        elapsed += skipsGaps ? min(gap, Self.longestGap) : gap
        return .seconds(Double(elapsed) / speed)
    }
}
