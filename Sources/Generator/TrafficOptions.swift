public import PluginAPI

/// What traffic is made.
public struct TrafficOptions: Sendable {
    /// Whose URLs are written.
    public var platform = Platform.dspace
    /// The draw of everything but the real clock: the same seed and options give the same lines.
    public var seed: UInt64
    /// How many lines are of robots, from 0 to 1.
    public var robots = 0.6
    /// How many lines are broken, from 0 to 1.
    public var broken = 0.001
    /// Whether every line has a unique number, from 1 on, as parameter `n` of its URL. Then no line is broken or repeated.
    public var isNumbered = false
    /// Whether it is noted what COUNTER counts of it; then no line is broken.
    public var keepsTruth = false
    /// When the first line happens; nil: lines happen when they are written.
    public var start: UTCTime?
    /// How far two lines are apart in seconds when there is a start.
    public var interval = 0.01

    /// Traffic of a DSpace.
    public init(seed: UInt64) {
        self.seed = seed
    }
}
