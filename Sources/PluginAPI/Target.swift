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
        let end = bytes.firstIndex(of: UInt8(ascii: "#"), in: start..<url.upperBound) ?? url.upperBound
        self.bytes = bytes
        range = start..<end
        text = bytes[range]
        path = start..<(bytes.firstIndex(of: UInt8(ascii: "?"), in: range) ?? end)
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
        guard logged.withUnsafeBufferPointer({ Self.hasTwoInARow($0, slash) }) else { return self }
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

    /// Whether path and query begin with one of some texts in lower case, whatever the case of letters.
    public func begins(withOneOf beginnings: [StaticString]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            beginnings.contains { beginning in
                let count = beginning.utf8CodeUnitCount
                guard count <= range.count else { return false }
                return (0..<count).allSatisfy { index in
                    let (byte, wanted) = (bytes[range.lowerBound + index], beginning.utf8Start[index])
                    return byte == wanted || byte &- UInt8(ascii: "A") < 26 && byte | 0x20 == wanted
                }
            }
        }
    }

    /// Searches a pattern in path and query.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func match(_ pattern: any TextPattern) throws -> TargetMatch? {
        guard let groups = try pattern.firstMatch(in: bytes, range) else { return nil }
        return TargetMatch(bytes: bytes, groups: groups, pattern: pattern)
    }

    private static func hasTwoInARow(_ bytes: UnsafeBufferPointer<UInt8>, _ wanted: UInt8) -> Bool {
        var isBefore = false
        for byte in bytes {
            let isWanted = byte == wanted
            if isWanted, isBefore { return true }
            isBefore = isWanted
        }
        return false
    }

    /// Where the path begins: after `http://host` if the URL begins so.
    private static func pathStart(_ bytes: [UInt8], _ url: Range<Int>) -> Int {
        guard !url.isEmpty, bytes[url.lowerBound] != UInt8(ascii: "/") else { return url.lowerBound }
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
    /// The bytes that were searched.
    public let bytes: [UInt8]
    let groups: [Range<Int>?]
    let pattern: any TextPattern

    /// The bytes of a group by its number; nil when it took no part.
    public subscript(group: Int) -> ArraySlice<UInt8>? {
        guard groups.indices.contains(group), let range = groups[group] else { return nil }
        return bytes[range]
    }

    /// The bytes of a named group; nil when it took no part.
    public subscript(name: String) -> ArraySlice<UInt8>? {
        pattern.group(named: name).flatMap { self[$0] }
    }

    /// Where a named group stands in ``bytes``; nil when it took no part.
    public func range(_ name: String) -> Range<Int>? {
        pattern.group(named: name).flatMap { groups[$0] }
    }

    /// A named group as text, as logged; empty when it took no part.
    public func text(_ name: String) -> String {
        String(decoding: self[name] ?? [], as: UTF8.self)
    }
}
