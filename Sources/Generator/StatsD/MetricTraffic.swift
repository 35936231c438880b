import SeededRandom

/// Metrics as a repository's programs would send them: counters, some sampled, timers, gauges and sets, of some number of names,
/// as lines of StatsD.
public struct MetricTraffic {
    /// What is measured of each part of a service, with its type.
    private static let measures: [(name: String, type: String)] = [
        ("requests", "c"), ("response_time", "ms"), ("bytes", "c"), ("errors", "c"), ("db.query_time", "ms"),
        ("downloads", "c"), ("queue.length", "g"), ("cache.hits", "c"), ("cache.misses", "c"), ("visitors", "s"),
        ("render_time", "ms"), ("memory.free", "g"), ("searches", "c"), ("search_time", "ms"), ("logins", "c"),
        ("views", "c"), ("sessions", "g"), ("harvests", "c"), ("deposits", "c"), ("index_time", "ms"),
    ]

    private static let services = ["dspace", "eprints", "ojs", "solr", "proxy"]
    private static let parts = ["web", "api", "oai", "sword", "jobs", "storage", "auth", "handle", "stats", "admin"]

    private let names: [String]
    private var random: SeededRandom

    /// Traffic of some names.
    /// - Parameters:
    ///   - keys: How many names there are.
    ///   - seed: The same seed gives the same lines.
    public init(keys: Int, seed: UInt64) {
        random = SeededRandom(seed: seed)
        names = (0..<keys).map(Self.name)
    }

    /// `dspace.web.host1.requests`.
    private static func name(_ number: Int) -> String {
        let (measure, rest) = (measures[number % measures.count].name, number / measures.count)
        let (service, part) = (services[rest % services.count], parts[rest / services.count % parts.count])
        return "\(service).\(part).host\(rest / services.count / parts.count + 1).\(measure)"
    }

    /// The next line, without its end.
    public mutating func next() -> String {
        let number = random.below(names.count)
        let name = names[number]
        switch Self.measures[number % Self.measures.count].type {
        case "ms":
            // Most are short and some very long.
            let time = random.below(40) + (random.chance(0.05) ? random.below(2_000) : 0) + 1
            return "\(name):\(time)|ms"
        case "g":
            guard random.chance(0.2) else { return "\(name):\(random.below(10_000))|g" }
            return "\(name):\(random.chance(0.5) ? "+" : "-")\(random.below(9) + 1)|g"
        case "s": return "\(name):\(random.below(5_000))|s"
        default: return random.chance(0.1) ? "\(name):1|c|@0.1" : "\(name):\(random.below(3) + 1)|c"
        }
    }
}
