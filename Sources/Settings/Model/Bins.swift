/// A row of bins for the timers whose name holds some text.
public struct Bins: Sendable, Equatable {
    /// What names hold; empty: any.
    public var metric: String
    /// The bins' upper ends, in order; infinity takes the rest.
    public var ends: [Double]

    /// A row of bins.
    public init(metric: String, ends: [Double]) {
        self.metric = metric
        self.ends = ends
    }
}
