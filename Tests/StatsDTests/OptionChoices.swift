@testable import StatsD

/// Options that change what is told.
enum OptionChoices {
    static let all: [StatsDOptions] = [
        StatsDOptions(),
        with {
            $0.isLegacy = false
            $0.percentiles = [50, 99.9, -10, -90, -100, 100, 0.1]
        },
        with {
            $0.isLegacy = false
            ($0.globalPrefix, $0.counterPrefix, $0.ownPrefix, $0.suffix) = ("", "", "own", "host1")
            $0.tellsCounts = false
        },
        with {
            ($0.deletesCounters, $0.deletesTimers, $0.deletesGauges, $0.deletesSets) = (true, true, true, true)
            $0.suffix = "x.y"
        },
        with {
            $0.deletesGauges = true
            $0.gaugeFlushes = 2
            $0.interval = 3
        },
        with {
            $0.histograms = [
                .init(metric: "a", bins: [1, 2.5, 100, .infinity]), .init(metric: "", bins: [0.5, 10]),
            ]
            $0.timerMetrics = ["count", "histogram", "upper_percent", "median"]
            $0.percentiles = [90, 99.9, -5]
        },
        with { $0.isDogStatsD = true },
        with { $0.hasInfluxTags = true },
        with { $0.cleansKeys = false },
    ]

    private static func with(_ change: (inout StatsDOptions) -> Void) -> StatsDOptions {
        var options = StatsDOptions()
        change(&options)
        return options
    }
}

/// Options as the script wants them.
struct ScriptOptions: Encodable {
    /// A row of bins as the script wants it.
    private struct Row: Encodable {
        let row: StatsDOptions.Histogram

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Key.self)
            try members.encode(row.metric, forKey: "metric")
            var bins = members.nestedUnkeyedContainer(forKey: "bins")
            for bin in row.bins { try bin == .infinity ? bins.encode("inf") : bins.encode(bin) }
        }
    }

    /// Any name.
    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringLiteral: String) { stringValue = stringLiteral }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let options: StatsDOptions

    init(_ options: StatsDOptions) { self.options = options }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        for (name, flag) in [
            ("clean", options.cleansKeys), ("dogstatsd", options.isDogStatsD), ("influx", options.hasInfluxTags),
            ("delete_counters", options.deletesCounters), ("delete_timers", options.deletesTimers),
            ("delete_gauges", options.deletesGauges), ("delete_sets", options.deletesSets),
            ("flush_counts", options.tellsCounts), ("legacy", options.isLegacy),
        ] as [(String, Bool)] {
            try members.encode(flag, forKey: Key(stringLiteral: name))
        }
        for (name, text) in [
            ("global_prefix", options.globalPrefix), ("prefix_counter", options.counterPrefix),
            ("prefix_timer", options.timerPrefix), ("prefix_gauge", options.gaugePrefix),
            ("prefix_set", options.setPrefix),
            ("prefix_stats", options.ownPrefix), ("suffix", options.suffix),
        ] {
            try members.encode(text, forKey: Key(stringLiteral: name))
        }
        try members.encode(options.interval, forKey: "interval")
        try members.encode(options.gaugeFlushes, forKey: "gauges_max_ttl")
        try members.encode(options.percentiles, forKey: "percentiles")
        try members.encode(options.timerMetrics.sorted(), forKey: "timer_metrics")
        try members.encode(options.histograms.map(Row.init), forKey: "histogram")
    }
}
