extension KeyedValues {
    /// Forgets the value of a key, or of all keys in a folder (`folder.*`), as the management console's `del…` do.
    /// - Returns: The keys that were there.
    mutating func remove(_ pattern: String) -> [String] {
        var matches: [String] = []
        if find(pattern) != nil { matches.append(pattern) }
        if pattern.hasSuffix(".*") {
            let folder = pattern.dropLast()
            for place in values.indices {
                let key = key(place)
                if key.hasPrefix(folder), key != pattern { matches.append(key) }
            }
        }
        guard !matches.isEmpty else { return [] }
        let gone = Set(matches)
        keep { key, _ in !gone.contains(String(decoding: key, as: UTF8.self)) }
        return matches
    }
}
