import Actions

/// An action as the API and the live pages have it.
struct ActionStatus: Encodable, Sendable {
    /// One of its newest values.
    struct Value: Encodable, Sendable {
        /// In seconds since 1970.
        let time: Double
        let kind: ActionKind
        /// How much; of events and categories see ``ActionContent/number``.
        let number: Double
        /// The unit, or a category's text; nil: none.
        let text: String?
        /// For people; empty: that it happened is all.
        let words: String

        init(_ value: ActionValue) {
            time = value.time
            (kind, number) = (value.content.kind, value.content.number)
            text = value.content.text.isEmpty ? nil : value.content.text
            words = value.words
        }
    }

    let name: String
    /// The worker instance that took it.
    let worker: String
    /// The name in `redis =`.
    let redis: String
    /// That of its newest value.
    let kind: ActionKind
    /// How many lines of it there were.
    let count: Int
    /// What the counters among them add up to; nil: there were none.
    let sum: Double?
    /// Lines a second since the oldest value that is kept.
    let rate: Double
    /// The oldest first.
    let values: [Value]

    /// - Parameter now: In seconds since 1970.
    /// - Returns: nil: nothing of it is kept.
    init?(_ action: ActionHistory.Action, _ place: ActionPlace, now: Double) {
        guard let newest = action.values.last, let oldest = action.values.first else { return nil }
        (name, worker, redis) = (action.name, place.worker, place.redis)
        (kind, count, sum) = (newest.content.kind, action.count, action.sum)
        rate = action.values.count > 1 ? Double(action.values.count) / max(1, now - oldest.time) : 0
        values = action.values.map(Value.init)
    }
}

/// A worker of kind = actions, where its histories are, and where it listens.
struct ActionPlace: Sendable, Hashable {
    /// The instance, as its keys name it.
    let worker: String
    /// The name in `redis =`.
    let redis: String
    /// The host and port at which it takes lines.
    let host: String
    let port: Int
    /// How many values of each action it keeps.
    let history: Int
}
