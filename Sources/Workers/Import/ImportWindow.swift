public import PluginAPI

/// The times whose lines are imported: `--since` and `--until`, both included.
public struct ImportWindow: Sendable, Hashable {
    /// The first moment; nil: from the beginning of all time.
    public let since: UTCTime?
    /// The last moment; nil: without end.
    public let until: UTCTime?

    /// Some times.
    public init(since: UTCTime? = nil, until: UTCTime? = nil) { (self.since, self.until) = (since, until) }

    /// Whether every line is imported, also one that has no time.
    public var isAll: Bool { since == nil && until == nil }

    /// Whether a line of this time is imported.
    /// - Parameter time: nil: the line has none that can be read.
    public func holds(_ time: UTCTime?) -> Bool {
        guard let time else { return isAll }
        return since.map { $0 <= time } ?? true && until.map { time <= $0 } ?? true
    }
}
