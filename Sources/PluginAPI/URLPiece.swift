extension String {
    /// Three texts in one, made in one piece: what interpolation does step by step.
    public init(joining first: String, _ second: String, _ third: String) {
        let count = first.utf8.count + second.utf8.count + third.utf8.count
        self.init(unsafeUninitializedCapacity: count) { room in
            if let start = room.baseAddress { third.copyUTF8(second.copyUTF8(first.copyUTF8(start))) }
            return count
        }
    }

    /// Copies the text's bytes.
    /// - Returns: Where they end.
    @discardableResult
    private func copyUTF8(_ place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let span = utf8.span
        return span.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { place.update(from: start, count: bytes.count) }
            return place + bytes.count
        }
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
