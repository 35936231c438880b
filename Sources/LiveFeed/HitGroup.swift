/// Hits that are shown as one: of the same place, verdict, service, and thing.
public struct HitGroup: Sendable, Equatable {
    /// By what hits can be chosen (``HitFilter``).
    public struct Traits: Sendable, Hashable {
        /// The ID of the service.
        public let service: String
        /// What became of the hits.
        public let verdict: LiveVerdict
        /// `Request`, `Investigation`, or nil.
        public let kind: String?
        /// The country's code; nil: not known.
        public let country: String?

        /// The traits of a hit.
        public init(_ event: LiveEvent) {
            (service, verdict, kind, country) = (event.service, event.verdict, event.kind, event.country)
        }
    }

    /// What hits of one group have in common.
    public struct Key: Sendable, Hashable {
        /// By what hits can be chosen.
        public let traits: Traits
        /// The city's name; nil: not known, or not to be known.
        public let city: String?
        /// Degrees north; nil: nothing is known of the place.
        public let latitude: Double?
        /// Degrees east; there when ``latitude`` is.
        public let longitude: Double?
        /// Whether it is the hits' own place; false: it is their country's middle, or there is none.
        public let isExact: Bool
        /// The item's identifier; nil: it is no use of an item.
        public let item: String?
        /// The first part of the path.
        public let content: String
        /// Whether the hits are shown once more (``LiveEvent/replay``).
        public let isReplay: Bool

        /// The key of a hit.
        public init(_ event: LiveEvent) {
            let position = event.position
            traits = Traits(event)
            city = event.city
            (latitude, longitude) = (position?.latitude, position?.longitude)
            isExact = position?.isExact ?? false
            (item, content) = (event.item, event.content)
            isReplay = event.replay ?? false
        }
    }

    /// What the hits have in common.
    public let key: Key
    /// How many they are.
    public private(set) var count = 1
    /// When the newest was, in milliseconds since 1970.
    public private(set) var time: Int64
    /// The newest one's path.
    public private(set) var path: String
    /// The newest one's status.
    public private(set) var status: Int?
    /// The newest one's id.
    public private(set) var id: String?

    /// A group of one hit.
    init(_ key: Key, _ event: LiveEvent) {
        self.key = key
        (time, path, status, id) = (event.time, event.path, event.status, event.id)
    }

    /// Takes another hit in.
    mutating func add(_ event: LiveEvent) {
        count += 1
        guard event.time >= time else { return }
        (time, path, status, id) = (event.time, event.path, event.status, event.id)
    }

    /// Takes another group of the same key in.
    mutating func add(_ other: HitGroup) {
        let sum = count + other.count
        if other.time >= time { self = other }
        count = sum
    }

    /// The group as browsers get it.
    /// - Parameter now: In milliseconds since 1970.
    func json(at now: Int64) -> [UInt8] {
        var object = JSONObject(reserving: 320)
        object.add("n", count)
        object.add("lat", key.latitude)
        object.add("lon", key.longitude)
        object.add("country", key.traits.country)
        object.add("city", key.city)
        object.add("exact", key.isExact)
        object.add("service", key.traits.service)
        object.add("verdict", key.traits.verdict.rawValue)
        object.add("kind", key.traits.kind)
        object.add("item", key.item)
        object.add("content", key.content)
        object.add("path", path)
        object.add("status", status)
        object.add("id", id)
        object.add("age", max(0, now - time))
        if key.isReplay { object.add("replay", true) }
        return object.closed
    }
}
