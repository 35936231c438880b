/// `kind = statsd`: the reference server's options in snake case (peers.md, section A5).
public struct StatsDSettings: Sendable, Equatable {
    /// Where metrics are taken, over UDP and TCP.
    public var listen = HostPort(host: "127.0.0.1", port: 8125)
    /// Where the management console listens.
    public var management = HostPort(host: "127.0.0.1", port: 8126)
    /// Seconds between two flushes.
    public var flush = 10
    /// Threads that take datagrams, each from a socket of its own.
    public var threads = 1
    /// Bytes that the kernel is asked to keep for each socket while it is not read.
    public var receiveBuffer = 16 << 20
    /// Carbon's address; nil: none.
    public var graphite: HostPort?
    /// How they are written to carbon.
    public var carbonProtocol = CarbonProtocol.text
    /// The address of an InfluxDB database; nil: none.
    public var influx: String?
    /// Whether DogStatsD's histograms and distributions are timers, and its events and service checks no bad lines.
    public var dogstatsd = false
    /// Whether commas in a name begin tags, as InfluxDB writes them.
    public var influxTags = false
    /// The percentiles of timers; negative: from the top.
    public var percentiles = [90.0]
    /// The old names of counters.
    public var legacyNamespace = true
    /// Metrics for which nothing came are not sent, of whatever kind.
    public var deleteIdle = false
    /// Counters for which nothing came are not sent; nil: as ``deleteIdle`` says.
    public var deleteCounters: Bool?
    /// Timers for which nothing came are not sent; nil: as ``deleteIdle`` says.
    public var deleteTimers: Bool?
    /// Gauges for which nothing came are not sent; nil: as ``deleteIdle`` says.
    public var deleteGauges: Bool?
    /// Sets for which nothing came are not sent; nil: as ``deleteIdle`` says.
    public var deleteSets: Bool?
    /// Flushes that an idle gauge stays when ``deleteGauges``.
    public var gaugesMaxTTL = 1
    /// Counts are sent beside rates.
    public var flushCounts = true
    /// Names are cleaned.
    public var keyNameSanitize = true
    /// The bins of timers.
    public var histogram: [Bins] = []
    /// The only values of timers that are sent; empty: all.
    public var calculatedTimerMetrics: [String] = []
    /// Stands before every name.
    public var globalPrefix = "stats"
    /// Stands before counters' names.
    public var prefixCounter = "counters"
    /// Stands before timers' names.
    public var prefixTimer = "timers"
    /// Stands before gauges' names.
    public var prefixGauge = "gauges"
    /// Stands before sets' names.
    public var prefixSet = "sets"
    /// Stands before the server's own names.
    public var prefixStats = "statsd"
    /// Stands behind every name.
    public var globalSuffix = ""

    /// The defaults.
    public init() {}

    /// All keys with what they are set to, for the management console's `config`; what is secret is left out.
    public var shown: [(key: String, value: String)] {
        Self.keys.filter { !$0.isSecret }.map { ($0.name, $0.show(self)) }
    }

    /// The keys of `kind = statsd`.
    static let keys: [SettingKey<Self>] = taking + telling + forgetting + naming

    /// How metrics are taken.
    private static let taking: [SettingKey<Self>] = [
        SettingKey("listen", \.listen, .hostPort, "where metrics are taken, over UDP and TCP"),
        SettingKey("management", \.management, .hostPort, "where the management console listens"),
        SettingKey("threads", \.threads, .wholeNumber(1...64), "threads that take datagrams"),
        SettingKey("receive_buffer", \.receiveBuffer, .size, "bytes that the kernel keeps for a socket"),
        SettingKey("key_name_sanitize", \.keyNameSanitize, .flag, "names are cleaned"),
        SettingKey("dogstatsd", \.dogstatsd, .flag, "h and d are timers, _e and _sc no bad lines"),
        SettingKey("influx_tags", \.influxTags, .flag, "commas in a name begin tags"),
    ]

    /// What is told of them, and whom.
    private static let telling: [SettingKey<Self>] = [
        SettingKey("flush", \.flush, .wholeNumber(1...3600), "seconds between two flushes"),
        SettingKey("graphite", \.graphite, .optionalHostPort, "carbon's address; empty: none"),
        SettingKey("protocol", \.carbonProtocol, .choice, "text or pickle"),
        SettingKey(
            "influx", \.influx, .influx, secret: true,
            "also into InfluxDB: influxdb://HOST:8086/DATABASE; empty: none"),
        SettingKey("percentiles", \.percentiles, .percentiles, "the percentiles of timers; negative: from the top"),
        SettingKey("histogram", \.histogram, .bins, "the bins of timers whose name holds a text"),
        SettingKey(
            "calculated_timer_metrics", \.calculatedTimerMetrics, .words, "the only values of timers that are sent"),
        SettingKey("flush_counts", \.flushCounts, .flag, "counts are sent beside rates"),
    ]

    /// When metrics are forgotten.
    private static let forgetting: [SettingKey<Self>] = [
        SettingKey("delete_idle", \.deleteIdle, .flag, "metrics without values are no longer sent"),
        SettingKey("delete_idle_stats", \.deleteIdle, .flag, "the reference server's name of delete_idle"),
        SettingKey("delete_counters", \.deleteCounters, .optionalFlag, "counters without values are no longer sent"),
        SettingKey("delete_timers", \.deleteTimers, .optionalFlag, "timers without values are no longer sent"),
        SettingKey("delete_gauges", \.deleteGauges, .optionalFlag, "gauges without values are no longer sent"),
        SettingKey("delete_sets", \.deleteSets, .optionalFlag, "sets without values are no longer sent"),
        SettingKey("gauges_max_ttl", \.gaugesMaxTTL, .wholeNumber(1...Int.max), "flushes that an idle gauge stays"),
    ]

    /// What metrics are called.
    private static let naming: [SettingKey<Self>] = [
        SettingKey("legacy_namespace", \.legacyNamespace, .flag, "the old names of counters"),
        SettingKey("global_prefix", \.globalPrefix, .text, "stands before every name"),
        SettingKey("prefix_counter", \.prefixCounter, .text, "stands before counters' names"),
        SettingKey("prefix_timer", \.prefixTimer, .text, "stands before timers' names"),
        SettingKey("prefix_gauge", \.prefixGauge, .text, "stands before gauges' names"),
        SettingKey("prefix_set", \.prefixSet, .text, "stands before sets' names"),
        SettingKey("prefix_stats", \.prefixStats, .text, "stands before the server's own names"),
        SettingKey("global_suffix", \.globalSuffix, .text, "stands behind every name"),
    ]
}
