/// What a source of metrics tells at the end of an interval.
public struct MetricFlush: Sendable, Equatable {
    /// A metric's value.
    public struct Value: Sendable, Equatable {
        /// The metric's path, as carbon takes it: parts with dots between them, then tags (`;key=value`).
        public var path: String
        /// Its value in the interval; may be no finite number, which carbon drops.
        public var value: Double

        /// A metric's value.
        public init(_ path: String, _ value: Double) {
            self.path = path
            self.value = value
        }
    }

    /// When the interval ended, in seconds since 1970.
    public var time: Int
    /// Seconds of the interval.
    public var interval: Int
    /// The values, in the order in which they are to be sent.
    public var values: [Value]

    /// The values of an interval.
    public init(time: Int, interval: Int, values: [Value] = []) {
        self.time = time
        self.interval = interval
        self.values = values
    }
}
