import PluginAPI

/// Which hits a browser wants: the topic `hits?service=a,b&country=FR&kind=request&verdict=download,view&every=100`. Each key may be
/// left out, and is then not looked at; so is one without a value.
public struct HitFilter: Sendable, Hashable {
    /// The IDs of services.
    public let services: Set<String>
    /// Countries' codes, in capital letters; `-` stands for those that are not known.
    public let countries: Set<String>
    /// `request`, `investigation`; `-` stands for hits that are no use of an item.
    public let kinds: Set<String>
    /// What became of them, as ``LiveVerdict`` writes it.
    public let verdicts: Set<String>
    /// The least milliseconds between two frames.
    public let interval: Int

    /// The least and the most milliseconds that may be asked for between two frames.
    public static let intervals = 50...1_000

    /// A filter of a query string. Keys that are not known are passed over.
    public init(query: String) {
        var values: [Substring: [String]] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = PercentEncoding.decodedOnce(Array(parts[1].utf8.map { $0 == UInt8(ascii: "+") ? 32 : $0 })[...])
            values[parts[0], default: []] += value.split(separator: ",").map(String.init)
        }
        services = Set(values["service"] ?? [])
        countries = Set((values["country"] ?? []).map { $0.uppercased() })
        kinds = Set((values["kind"] ?? []).map { $0.lowercased() })
        verdicts = Set(values["verdict"] ?? [])
        let wanted = values["every"]?.first.flatMap { Int($0) } ?? Self.intervals.lowerBound
        interval = min(max(wanted, Self.intervals.lowerBound), Self.intervals.upperBound)
    }

    /// Whether it chooses nothing.
    var letsAllThrough: Bool { services.isEmpty && countries.isEmpty && kinds.isEmpty && verdicts.isEmpty }

    /// Whether hits are wanted.
    public func lets(through traits: HitGroup.Traits) -> Bool {
        (services.isEmpty || services.contains(traits.service))
            && (verdicts.isEmpty || verdicts.contains(traits.verdict.rawValue))
            && (countries.isEmpty || countries.contains(traits.country ?? "-"))
            && (kinds.isEmpty || kinds.contains(traits.kind?.lowercased() ?? "-"))
    }
}
