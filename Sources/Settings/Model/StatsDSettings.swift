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
    /// Counters for which nothing came are not sent.
    public var deleteCounters = false
    /// Timers for which nothing came are not sent.
    public var deleteTimers = false
    /// Gauges for which nothing came are not sent.
    public var deleteGauges = false
    /// Sets for which nothing came are not sent.
    public var deleteSets = false
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
    static let keys: [SettingKey<Self>] =
        [
            SettingKey("listen", \.listen, .hostPort, "where metrics are taken, over UDP and TCP"),
            SettingKey("management", \.management, .hostPort, "where the management console listens"),
            SettingKey("flush", \.flush, .wholeNumber(1...3600), "seconds between two flushes"),
            SettingKey("threads", \.threads, .wholeNumber(1...64), "threads that take datagrams"),
            SettingKey("receive_buffer", \.receiveBuffer, .size, "bytes that the kernel keeps for a socket"),
            SettingKey("graphite", \.graphite, .optionalHostPort, "carbon's address; empty: none"),
            SettingKey("protocol", \.carbonProtocol, .choice, "text or pickle"),
            SettingKey(
                "influx", \.influx, .optionalText, secret: true,
                "also into InfluxDB: influxdb://HOST:8086/DATABASE; empty: none"),
            SettingKey("percentiles", \.percentiles, .percentiles, "the percentiles of timers; negative: from the top"),
            SettingKey("legacy_namespace", \.legacyNamespace, .flag, "the old names of counters"),
            SettingKey("delete_idle", \.deleteIdle, .flag, "metrics without values are no longer sent"),
            SettingKey("delete_idle_stats", \.deleteIdle, .flag, "the reference server's name of delete_idle"),
            SettingKey("delete_counters", \.deleteCounters, .flag, "counters without values are no longer sent"),
            SettingKey("delete_timers", \.deleteTimers, .flag, "timers without values are no longer sent"),
            SettingKey("delete_gauges", \.deleteGauges, .flag, "gauges without values are no longer sent"),
            SettingKey("delete_sets", \.deleteSets, .flag, "sets without values are no longer sent"),
            SettingKey("gauges_max_ttl", \.gaugesMaxTTL, .wholeNumber(1...Int.max), "flushes that an idle gauge stays"),
            SettingKey("flush_counts", \.flushCounts, .flag, "counts are sent beside rates"),
            SettingKey("key_name_sanitize", \.keyNameSanitize, .flag, "names are cleaned"),
            SettingKey("histogram", \.histogram, .bins, "the bins of timers whose name holds a text"),
            SettingKey("dogstatsd", \.dogstatsd, .flag, "h and d are timers, _e and _sc no bad lines"),
            SettingKey("influx_tags", \.influxTags, .flag, "commas in a name begin tags"),
            SettingKey(
                "calculated_timer_metrics", \.calculatedTimerMetrics, .words, "the only values of timers that are sent"),
        ]
        + [
            SettingKey("global_prefix", \.globalPrefix, .text, "stands before every name"),
            SettingKey("prefix_counter", \.prefixCounter, .text, "stands before counters' names"),
            SettingKey("prefix_timer", \.prefixTimer, .text, "stands before timers' names"),
            SettingKey("prefix_gauge", \.prefixGauge, .text, "stands before gauges' names"),
            SettingKey("prefix_set", \.prefixSet, .text, "stands before sets' names"),
            SettingKey("prefix_stats", \.prefixStats, .text, "stands before the server's own names"),
            SettingKey("global_suffix", \.globalSuffix, .text, "stands behind every name"),
        ]
}

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

extension ValueType<[Bins]> {
    /// Rows of bins.
    static let bins = ValueType(
        expected: "rows of bins (render:10,100,inf *:1,2.5)",
        read: { text, _ in
            let rows = text.words.map(Bins.init(text:))
            return rows.contains(nil) ? nil : rows.compactMap(\.self)
        },
        show: { $0.map(\.text).joined(separator: " ") })
}

extension Bins {
    /// Reads `render:10,100,inf`; `*` stands for any name.
    fileprivate init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        let ends = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard !ends.contains(nil), !ends.contains(where: { $0?.isNaN == true }) else { return nil }
        self.init(metric: parts[0] == "*" ? "" : String(parts[0]), ends: ends.compactMap(\.self))
    }

    fileprivate var text: String {
        "\(metric.isEmpty ? "*" : metric):"
            + ends.map { $0 == $0.rounded() && $0.isFinite ? String(Int($0)) : String($0) }.joined(separator: ",")
    }
}

extension ValueType<[Double]> {
    /// Percentiles.
    static let percentiles = ValueType(
        expected: "a list of percentiles from -100 to 100 (90 99.9 -10)",
        read: { text, _ in
            let numbers = text.words.map { Double($0).flatMap { abs($0) <= 100 && $0 != 0 ? $0 : nil } }
            return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
        },
        show: { $0.map { $0 == $0.rounded() ? String(Int($0)) : String($0) }.joined(separator: " ") })
}
