/// What a request asked for: path and query as logged, still percent-encoded. The scheme and host of a target in
/// absolute form (proxies log such) and a fragment are left out.
public struct Target: Sendable {
    /// Path and query as bytes, as logged.
    public let text: ArraySlice<UInt8>

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
        text = bytes[range]
        path = start..<(bytes[range].firstIndex(of: UInt8(ascii: "?")) ?? end)
    }

    private init(text: ArraySlice<UInt8>, path: [UInt8], query: ArraySlice<UInt8>) {
        self.text = text
        bytes = path + query
        range = 0..<bytes.count
        self.path = 0..<path.count
    }

    /// The same target, in whose path patterns find one slash where several follow each other: servers take them for
    /// one (Apache's MergeSlashes, nginx' merge_slashes). ``text``, and so the address that trackers are told, stays as
    /// logged.
    public var withSingleSlashes: Target {
        let slash = UInt8(ascii: "/")
        let logged = bytes[path]
        guard zip(logged, logged.dropFirst()).contains(where: { $0 == slash && $1 == slash }) else { return self }
        var merged: [UInt8] = []
        merged.reserveCapacity(logged.count)
        for byte in logged where byte != slash || merged.last != slash { merged.append(byte) }
        return Target(text: text, path: merged, query: bytes[path.upperBound..<range.upperBound])
    }

    /// The value of a key of the query, as logged; of its first, where it is there several times. Keys are compared as
    /// logged too.
    /// - Returns: nil when the query has no such key; empty when the key has no value.
    public func query(_ key: String) -> ArraySlice<UInt8>? {
        for pair in bytes[path.upperBound..<range.upperBound].dropFirst().split(separator: UInt8(ascii: "&")) {
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            if pair[..<end].elementsEqual(key.utf8) { return pair[end...].dropFirst() }
        }
        return nil
    }

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
