/// The paths under which metrics are told (peers.md, A5.2): the old ones, or those with a folder for each kind.
struct MetricNames {
    private let options: StatsDOptions
    private let counters: String
    private let timers: String
    private let gauges: String
    private let sets: String
    private let own: String
    private let suffix: String

    /// The names that options ask for.
    init(_ options: StatsDOptions) {
        self.options = options
        func folder(_ kind: String) -> String {
            [options.globalPrefix, kind].filter { !$0.isEmpty }.map { "\($0)." }.joined()
        }
        counters = options.isLegacy ? "stats." : folder(options.counterPrefix)
        timers = options.isLegacy ? "stats.timers." : folder(options.timerPrefix)
        gauges = options.isLegacy ? "stats.gauges." : folder(options.gaugePrefix)
        sets = options.isLegacy ? "stats.sets." : folder(options.setPrefix)
        own = options.isLegacy ? "stats.\(options.ownPrefix)." : folder(options.ownPrefix)
        suffix = options.suffix.isEmpty ? "" : ".\(options.suffix)"
    }

    /// A counter's rate.
    func rate(_ key: TaggedKey) -> String { path(counters, key, options.isLegacy ? "" : ".rate") }

    /// A counter's count.
    func count(_ key: TaggedKey) -> String {
        options.isLegacy ? path("stats_counts.", key, "") : path(counters, key, ".count")
    }

    /// What comes before and behind the names of a timer's values.
    func timer(_ key: TaggedKey) -> (before: String, behind: String) {
        ("\(timers)\(key.name).", "\(suffix)\(key.tags)")
    }

    /// A gauge.
    func gauge(_ key: TaggedKey) -> String { path(gauges, key, "") }

    /// A set.
    func set(_ key: TaggedKey) -> String { path(sets, key, ".count") }

    /// The number of metrics; its old name has no prefix.
    var number: String { "\(options.isLegacy ? "\(options.ownPrefix)." : own)numStats\(suffix)" }

    /// One of the server's own.
    func own(_ name: String) -> String { "\(own)\(name)\(suffix)" }

    private func path(_ folder: String, _ key: TaggedKey, _ end: String) -> String {
        "\(folder)\(key.name)\(end)\(suffix)\(key.tags)"
    }
}

/// A key taken apart: tags stand at a path's end.
struct TaggedKey {
    /// What stands before the first semicolon.
    var name: String
    /// The rest, with the semicolon.
    var tags: String

    /// Takes a key apart.
    /// - Parameter isCleaned: Whether the key was cleaned when it came; else its name is cleaned now, and its tags stay as they are.
    init(_ key: String, isCleaned: Bool) {
        let end = key.firstIndex(of: ";") ?? key.endIndex
        (name, tags) = (String(key[..<end]), String(key[end...]))
        if !isCleaned { name = KeyMaker.cleaned(name) }
    }
}
