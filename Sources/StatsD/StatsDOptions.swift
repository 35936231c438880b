/// What can be set of the rules, with the reference server's defaults (its `exampleConfig.js`).
public struct StatsDOptions: Sendable, Equatable {
    /// A row of bins for timers whose key holds some text.
    public struct Histogram: Sendable, Equatable {
        /// What keys hold; the empty text is in all.
        public var metric: String
        /// The bins' upper ends, in order; infinity takes the rest.
        public var bins: [Double]

        /// A row of bins.
        public init(metric: String, bins: [Double]) {
            self.metric = metric
            self.bins = bins
        }
    }

    /// Seconds between two flushes.
    public var interval = 10
    /// Whether keys are cleaned when they come.
    public var cleansKeys = true
    /// Whether `h` and `d` are timers, and events and service checks no bad lines, as DogStatsD has them.
    public var isDogStatsD = false
    /// Whether `name,tag=v` is a name with tags, as InfluxDB writes it; the reference server takes the commas away.
    public var hasInfluxTags = false
    /// The percentiles of timers; negative: from the top.
    public var percentiles = [90.0]
    /// The bins of timers; of several that fit, the first.
    public var histograms: [Histogram] = []
    /// The only values of timers that are told; empty: all.
    public var timerMetrics: Set<String> = []
    /// Whether counters are told only when something came.
    public var deletesCounters = false
    /// Whether timers are told only when something came.
    public var deletesTimers = false
    /// Whether gauges are told only when something came.
    public var deletesGauges = false
    /// Whether sets are told only when something came.
    public var deletesSets = false
    /// Flushes that a gauge is told for which nothing comes, when ``deletesGauges``.
    public var gaugeFlushes = 1
    /// Whether counts are told beside rates.
    public var tellsCounts = true
    /// Whether names are the old ones.
    public var isLegacy = true
    /// Stands before every name; empty: nothing does. Old names have `stats` in any case.
    public var globalPrefix = "stats"
    /// Stands before counters' names, but old ones.
    public var counterPrefix = "counters"
    /// Stands before timers' names, but old ones.
    public var timerPrefix = "timers"
    /// Stands before gauges' names, but old ones.
    public var gaugePrefix = "gauges"
    /// Stands before sets' names, but old ones.
    public var setPrefix = "sets"
    /// Stands before the server's own names.
    public var ownPrefix = "statsd"
    /// Stands behind every name, before its tags; empty: nothing does.
    public var suffix = ""

    /// The reference server's defaults.
    public init() {}
}
