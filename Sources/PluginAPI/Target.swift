/// What a request asked for: path and query as logged, still percent-encoded. The scheme and host of a target in absolute
/// form (proxies log such) and a fragment are left out.
public struct Target: Sendable {
    /// The bytes the ranges point into.
    public let bytes: [UInt8]

    /// Path and query, with the question mark between them.
    public let range: Range<Int>

    /// The path alone.
    public let path: Range<Int>

    /// The target of a logged URL.
    public init(_ bytes: [UInt8], url: Range<Int>) {
        let start = Self.pathStart(bytes, url)
        let end = bytes[start..<url.upperBound].firstIndex(of: UInt8(ascii: "#")) ?? url.upperBound
        self.bytes = bytes
        range = start..<end
        path = start..<(bytes[range].firstIndex(of: UInt8(ascii: "?")) ?? end)
    }

    /// Path and query as bytes.
    public var text: ArraySlice<UInt8> { bytes[range] }

    /// Searches a pattern in path and query.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func match(_ pattern: any TextPattern) throws -> TargetMatch? {
        guard let groups = try pattern.firstMatch(in: bytes, range) else { return nil }
        return TargetMatch(bytes: bytes, groups: groups, names: pattern.groupNames)
    }

    /// Where the path begins: after `http://host` if the URL begins so.
    private static func pathStart(_ bytes: [UInt8], _ url: Range<Int>) -> Int {
        guard let first = bytes[url].first, first != UInt8(ascii: "/") else { return url.lowerBound }
        for scheme in ["http://", "https://"] {
            let host = url.lowerBound + scheme.utf8.count
            if host <= url.upperBound,
                bytes[url.lowerBound..<host].elementsEqual(scheme.utf8, by: { $0 | 0x20 == $1 | 0x20 })
            {
                return bytes[host..<url.upperBound].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
                    ?? url.upperBound
            }
        }
        return url.lowerBound
    }
}

/// A pattern found in a target.
public struct TargetMatch: Sendable {
    let bytes: [UInt8]
    let groups: [Range<Int>?]
    let names: [String: Int]

    /// The bytes of a group by its number; nil when it took no part.
    public subscript(group: Int) -> ArraySlice<UInt8>? {
        guard groups.indices.contains(group), let range = groups[group] else { return nil }
        return bytes[range]
    }

    /// The bytes of a named group; nil when it took no part.
    public subscript(name: String) -> ArraySlice<UInt8>? {
        names[name].flatMap { self[$0] }
    }

    /// A named group as text, as logged; empty when it took no part.
    public func text(_ name: String) -> String {
        String(decoding: self[name] ?? [], as: UTF8.self)
    }
}
