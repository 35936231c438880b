import PluginAPI

/// Which metrics the page of series wants, as the topic has it: `range=1800&show=stats.timers.*.mean&show=…`.
struct SeriesQuery: Sendable, Equatable {
    /// The most patterns that are looked at, and the longest, in bytes.
    private static let (mostPatterns, longestPattern) = (50, 500)

    /// How many seconds before now the first value may be.
    var range = 1800
    /// The names of metrics, with wildcards.
    var patterns: [String] = []

    /// Reads what is wanted; what makes no sense is left out.
    init(_ text: String) {
        for field in text.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = PercentEncoding.decodedOnce(Array(parts[1].utf8)[...])
            switch parts[0] {
            case "range": range = Int(value).map { min(max($0, 60), 86_400) } ?? range
            case "show" where !value.isEmpty && value.utf8.count <= Self.longestPattern:
                if patterns.count < Self.mostPatterns, !patterns.contains(value) { patterns.append(value) }
            default: break
            }
        }
    }
}
