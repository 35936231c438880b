import PluginAPI

/// Of which places there were enough hits lately that a hit from there tells of nobody in particular (`k_anonymity`).
///
/// It is this process' own count, by the log's time: after a restart, and in each of several processes, places have to be of
/// enough hits anew. So it may hide too much, and never too little.
struct PlaceCrowds {
    /// Seconds in which the hits are counted.
    static let window: Int64 = 3_600
    /// How many places are kept.
    private static let most = 20_000

    private struct Key: Hashable {
        let service: String
        let country: String?
        let city: String?
        let latitude: Double?
        let longitude: Double?
    }

    /// The latest hits of a place, no more than are needed, in seconds since 1970, the latest last.
    private var hits: [Key: [Int64]] = [:]
    private var newest = Int64.min

    /// Counts a hit.
    /// - Parameters:
    ///   - time: In seconds since 1970.
    ///   - least: How many hits there must be within the hour before this one, and it is one of them.
    /// - Returns: Whether there are enough.
    mutating func isCrowded(_ place: Place, of service: String, at time: Int64, least: Int) -> Bool {
        guard least > 1 else { return true }
        let key = Key(
            service: service, country: place.country, city: place.city, latitude: place.position?.latitude,
            longitude: place.position?.longitude)
        newest = max(newest, time)
        if hits.count >= Self.most, hits[key] == nil { forget() }
        let times = note(time, of: key, keeping: least)
        return times.count { $0 > time - Self.window && $0 <= time } >= least
    }

    private mutating func note(_ time: Int64, of key: Key, keeping least: Int) -> [Int64] {
        var times = hits[key] ?? []
        let place = times.lastIndex { $0 <= time }.map { $0 + 1 } ?? 0
        times.insert(time, at: place)
        if times.count > least { times.removeFirst(times.count - least) }
        hits[key] = times
        return times
    }

    /// Forgets places that nobody came from within the hour; all, if these are too few.
    private mutating func forget() {
        hits = hits.filter { ($0.value.last ?? .min) > newest - Self.window }
        if hits.count > Self.most / 2 { hits.removeAll(keepingCapacity: true) }
    }
}
