/// A kind of worker that the contract names and this version does not run. Its keys are known, so that its file may lie in
/// `workers_available/`; enabling it is an error.
struct LaterKind: Sendable {
    /// What `kind =` calls it.
    let name: String
    /// Its keys beside those that every worker has.
    let keys: [SettingKey<Void>]

    /// All of them.
    static let all = [
        LaterKind(
            name: "publisher",
            keys: [listento, SettingKey(unread: "channel", default: "live", .text, "the channel that gets the events")]),
        LaterKind(name: "statsd", keys: statsd),
        LaterKind(
            name: "graphite",
            keys: [listento, graphite, SettingKey(unread: "prefix", .text, "put before every metric's name")]),
        LaterKind(
            name: "actions",
            keys: [
                SettingKey(unread: "listen", default: "127.0.0.1:1025", .hostPort, "where action lines are taken"),
                SettingKey(unread: "history", .text, "the file that keeps them"),
                SettingKey(unread: "pushto", .text, "the queue that gets them"),
            ]),
        LaterKind(
            name: "zeromq",
            keys: [
                SettingKey(unread: "connect", default: "tcp://127.0.0.1:11987", .text, "the sender's address"),
                SettingKey(unread: "topic", .text, "the topic to subscribe to"),
                SettingKey(unread: "servicename", .text, "the ID of the [service_ID] that messages carry"),
                SettingKey(unread: "pushto", .text, required: true, "the queue that gets them"),
            ]),
    ]

    /// The kind of a name.
    static func named(_ name: String) -> LaterKind? { all.first { $0.name == name } }

    private static let listento = SettingKey<Void>(
        unread: "listento", .text, required: true, "the queue that messages are taken from")

    private static let graphite = SettingKey<Void>(unread: "graphite", .hostPort, "Graphite's address")

    private static let statsd: [SettingKey<Void>] =
        [
            SettingKey(unread: "listen", default: "127.0.0.1:8125", .hostPort, "where metrics are taken"),
            SettingKey(unread: "management", default: "127.0.0.1:8126", .hostPort, "where its console listens"),
            SettingKey(unread: "flush", default: "10", .someSeconds, "seconds between two flushes"),
            graphite,
            SettingKey(unread: "protocol", default: "text", .text, "text or pickle"),
            SettingKey(unread: "percentiles", default: "90", .text, "the percentiles of timers"),
            SettingKey(unread: "legacy_namespace", default: "yes", .flag, "the old names of counters"),
        ]
        + ["delete_idle", "delete_idle_stats", "delete_counters", "delete_timers", "delete_gauges", "delete_sets"].map {
            SettingKey(unread: $0, default: "no", .flag, "metrics without values are no longer sent")
        }
        + [
            SettingKey(unread: "gauges_max_ttl", default: "1", .wholeNumber(1...Int.max), "flushes that a gauge stays"),
            SettingKey(unread: "flush_counts", default: "yes", .flag, "counters are sent beside their rates"),
            SettingKey(unread: "key_name_sanitize", default: "yes", .flag, "names are cleaned"),
            SettingKey(unread: "histogram", .text, "the bins of timers"),
            SettingKey(unread: "calculated_timer_metrics", .text, "the only values of timers that are sent"),
        ]
        + [
            ("global_prefix", "stats"), ("prefix_counter", "counters"), ("prefix_timer", "timers"),
            ("prefix_gauge", "gauges"), ("prefix_set", "sets"), ("prefix_stats", "statsd"), ("global_suffix", ""),
        ].map { SettingKey(unread: $0.0, default: $0.1, .text, "a part of metrics' names") }
}
