import RedisClient

extension QueueInspector {
    /// Changes messages of a place, the oldest first.
    /// - Parameters:
    ///   - count: At most so many.
    ///   - isWanted: Which of them.
    ///   - prepare: Called before messages are changed, with those.
    /// - Returns: How many were changed.
    /// - Throws: ``RedisError``, and what `prepare` throws.
    public func change(
        _ place: MessagePlace, _ change: MessageMender.Change, atMost count: Int = .max,
        where isWanted: (ListedMessage) -> Bool = { _ in true },
        prepare: ([ListedMessage]) throws -> Void = { _ in }
    ) throws -> Int {
        let mender = MessageMender(place, connection)
        let reader = MessageReader(connection)
        var cursor = MessageCursor(place, notDue: change.isRetry)
        var total = 0
        while total < count {
            let messages = try cursor.next(reader)
            if messages.isEmpty { break }
            let chosen = messages.indices.filter { isWanted(messages[$0]) }.prefix(count - total)
            let wanted = chosen.map { messages[$0] }
            if !wanted.isEmpty { try prepare(wanted) }
            let done = try mender.apply(change, to: wanted)
            total += done.count
            let gone = Set(chosen)
            cursor.keep(messages.indices.filter { !gone.contains($0) }.map { messages[$0] })
        }
        return total
    }
}
