public import Queues
public import RedisClient

/// Some messages of a place for one page: as many as are wanted, or as were found among those that were looked at.
public struct MessageListing: Sendable {
    /// How many messages are looked at for one page, when only some are wanted.
    public static let mostLooked = 5_000

    /// The messages.
    public private(set) var messages: [ListedMessage] = []
    /// How many messages the place holds.
    public private(set) var total = 0
    /// How many were looked at for this.
    public private(set) var looked = 0
    /// Where the next page begins; nil: this is the last.
    public private(set) var next: Int?

    /// Looks.
    /// - Parameters:
    ///   - from: How many are passed over.
    ///   - count: At most so many are listed.
    /// - Throws: `RedisError`.
    public init(
        _ place: MessagePlace, _ filter: MessageFilter, from: Int, _ count: Int, _ connection: RedisConnection
    ) throws {
        let reader = MessageReader(connection)
        let step = filter.isEmpty ? count : MessageCursor.step
        var start = from
        while true {
            let portion = try reader.portion(of: place, from: start, step)
            total = portion.total
            for message in portion.messages where messages.count < count {
                if filter.isEmpty || filter.isMet(by: message) { messages.append(message) }
                looked += 1
                start += 1
            }
            guard start < total, !portion.messages.isEmpty else { return }
            if messages.count >= count || looked >= Self.mostLooked { break }
        }
        next = start
    }
}
