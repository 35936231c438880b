/// Recognises queries that came before, in bounded memory: at least the last million are remembered, by a hash of 64 bits
/// each (16 to 64 MB when full; one false alarm in about 10^7 queries a million).
struct RecentQueries: Sendable {
    private let generation: Int
    private var young: Set<UInt64> = []
    private var old: Set<UInt64> = []

    /// - Parameter generation: How many queries are remembered at least.
    init(generation: Int = 1_000_000) {
        self.generation = generation
    }

    /// Remembers a query.
    /// - Returns: Whether it was new.
    mutating func insert(_ query: [UInt8]) -> Bool {
        var hasher = Hasher()
        query.withUnsafeBytes { hasher.combine(bytes: $0) }
        let mark = UInt64(bitPattern: Int64(hasher.finalize()))
        if old.contains(mark) || !young.insert(mark).inserted { return false }
        if young.count >= generation {
            old = young
            young = []
        }
        return true
    }
}
