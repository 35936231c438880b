extension String {
    /// Three texts in one, made in one piece: what interpolation does step by step.
    public init(joining first: String, _ second: String, _ third: String) {
        self.init()
        reserveCapacity(first.utf8.count + second.utf8.count + third.utf8.count)
        append(first)
        append(second)
        append(third)
    }
}

/// Pieces of the patterns that plugins search in targets (usage-protocols.md, section 6.2).
public enum URLPiece {
    /// The end of a path, with or without a query.
    public static let query = #"(?:\?[^#]*)?$"#

    /// The end of one part of a path: another begins, the query does, or nothing follows.
    public static let end = "(?:[/?]|$)"

    /// A UUID, as the group `uuid`.
    public static let uuid = "(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"

    /// A language before the path, or none: `/en`, `/pt-br`, `/fr_CA`, `/sr@latin`.
    public static let locale = "(?:/[a-z]{2}(?:[-_@][a-z]{2,8})*)?"
}
