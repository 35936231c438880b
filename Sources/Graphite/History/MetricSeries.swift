/// The values of a metric at times that are equally far apart.
public struct MetricSeries: Sendable, Equatable {
    /// The metric's path.
    public var path: String
    /// When the first value was, in seconds since 1970.
    public var start: Int
    /// Seconds between two values.
    public var step: Int
    /// The values; nil: none is known.
    public var values: [Double?]
    /// How values are told as one, where there is not room for all.
    public var aggregation: Aggregation

    /// The values of a metric.
    public init(path: String, start: Int, step: Int, values: [Double?], aggregation: Aggregation = .average) {
        (self.path, self.start, self.step) = (path, start, step)
        (self.values, self.aggregation) = (values, aggregation)
    }

    /// When the value after the last one would be.
    public var end: Int { start + values.count * step }
}
