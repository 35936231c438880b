/// What the page of counts is told: the first of each list.
struct CountsBody: Sendable, Equatable, Encodable {
    /// One thing that is counted.
    struct Row: Sendable, Equatable, Encodable {
        /// What it is in filters and addresses.
        let key: String
        /// As people read it; nil: the key.
        let name: String?
        /// The service that it belongs to; nil: to all.
        let service: String?
        /// How many hits.
        let n: Int
    }

    /// Things of one sort.
    struct List: Sendable, Equatable, Encodable {
        /// Those with the most hits first.
        let rows: [Row]
        /// How many more there are that are known by name.
        let more: Int
        /// The hits of all that are not in rows.
        let rest: Int
        /// The hits that have none: no place is known, or it is no hit of an item.
        let without: Int
    }

    /// From when is counted, in milliseconds since 1970.
    let since: Int
    /// Until when.
    let now: Int
    /// All hits that the filter takes.
    let hits: Int
    /// By what they are of: `countries`, `items` ….
    var lists: [String: List] = [:]
}
