import CurlClient

/// What an answer of InfluxDB to a write says.
enum InfluxAnswer: Equatable {
    /// The lines are on its disk.
    case written
    /// It takes no request of this size.
    case tooLarge
    /// It did not take some of the lines, whenever they come; what else was in the request it has.
    case notTaken(String)
    /// Nothing is known of the lines, or somebody has to change something first.
    case away(String)

    /// What it says of lines: some cannot be read, have a field of another type than before, or are older than what the
    /// retention policy keeps. Other errors 400 come from what stands between us and it.
    private static let ofLines = [
        "partial write", "unable to parse", "field type conflict", "points beyond retention policy",
        "writing requires points",
    ]

    /// Limits that an operator can raise, which also come as a partial write: max-series-per-database, max-values-per-tag.
    private static let limit = "limit exceeded"

    init(_ result: CurlResult) {
        if let failure = result.failure {
            self = .away(failure.description)
            return
        }
        let line = result.body.prefix { $0 != UInt8(ascii: "\n") }
        let text = "HTTP \(result.status): \(StoredText(Array(line)))"
        switch result.status {
        // 200 is 1.x's answer to no lines at all.
        case 200, 204: self = .written
        case 413: self = .tooLarge
        case 400, 422:
            let isOfLines = Self.ofLines.contains(where: text.contains) && !text.contains(Self.limit)
            self = isOfLines ? .notTaken(text) : .away(text)
        default: self = .away(text)
        }
    }
}
