public import PluginAPI

/// What of a service's events is there.
public struct StoreCoverage: Sendable, Equatable {
    /// When the first one happened; nil: there is none.
    public var first: UTCTime?
    /// When the last one happened.
    public var last: UTCTime?
    /// When those hours began, in seconds since 1970, of which it is not known yet which events are double clicks.
    public var unsettled: [Int64]

    /// What is there.
    public init(first: UTCTime?, last: UTCTime?, unsettled: [Int64] = []) {
        (self.first, self.last, self.unsettled) = (first, last, unsettled)
    }
}
