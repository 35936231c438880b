import RedisClient

/// Giving claimed messages their outcomes.
extension QueueConsumer {
    /// Gives messages their outcomes, all in one step.
    /// - Parameter marks: Hash fields that are stored in the same step.
    /// - Returns: How many of them were not this worker's any more: Redis was killed and forgot that they were claimed, or
    ///   they were given to another worker, because this one was taken for dead. With marks nothing was done then; all
    ///   messages of the call are out of hand either way.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    @discardableResult
    public func settle(_ outcomes: [(QueuedMessage, Outcome)], marks: [Mark] = []) throws -> Int {
        guard !outcomes.isEmpty || !marks.isEmpty else { return 0 }
        try completeSettling()
        let areOldest = areOldest(outcomes)
        let absent = try client.run { try settlement.run(outcomes, marks: marks, areOldest: areOldest, on: $0) }
        letGo(outcomes.map(\.0))
        if absent > 0, !marks.isEmpty { isTempKnown = false }
        return absent
    }

    /// Begins to give messages their outcomes, all in one step; the caller may go on while the server works. What was begun
    /// before is finished first, and so it is before anything else is asked of the queue.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func beginSettling(_ outcomes: [(QueuedMessage, Outcome)]) throws {
        try completeSettling()
        guard !outcomes.isEmpty else { return }
        let areOldest = areOldest(outcomes)
        try client.run { try settlement.begin(outcomes, areOldest: areOldest, on: $0) }
        settling = (outcomes, client.connections)
    }

    /// Whether what was begun is not known to be done: ``finishSettling()`` may have to wait.
    public var isSettling: Bool { settling != nil && !client.hasAnswer }

    /// Waits until what was begun is done.
    /// - Returns: As ``settle(_:marks:)``, of all that was begun since the last call.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func finishSettling() throws -> Int {
        try completeSettling()
        defer { absentSettled = 0 }
        return absentSettled
    }

    /// Waits until what was begun is done. Where it is not known whether it was, since the connection was lost, it is done
    /// again: what is done already is not done twice.
    func completeSettling() throws {
        guard let (outcomes, begun) = settling else { return }
        settling = nil
        var isFirst = true
        absentSettled += try client.run { connection in
            defer { isFirst = false }
            if isFirst, begun == client.connections {
                do {
                    if let absent = try settlement.finish(on: connection) { return absent }
                } catch let error as RedisError where error.description.hasPrefix("NOSCRIPT") {
                    // Nothing was done.
                }
            }
            return try settlement.run(outcomes, marks: [], areOldest: false, on: connection)
        }
        letGo(outcomes.map(\.0))
    }

    /// Runs something on the connection that waits for answers: none but its own may be due.
    func run<Result>(_ body: (RedisConnection) throws -> Result) throws -> Result {
        try completeSettling()
        return try client.run(body)
    }

    /// Whether these are the oldest in hand, in their order. Then they lie at temp's old end, as far as is known.
    private func areOldest(_ outcomes: [(QueuedMessage, Outcome)]) -> Bool {
        guard let newest = outcomes.last?.0.tag, zip(outcomes, outcomes.dropFirst()).allSatisfy({ $0.0.tag < $1.0.tag })
        else { return false }
        return outcomes.count == held.count || outcomes.count == held.keys.count { $0 <= newest }
    }

    /// Notes that messages are no longer in hand.
    func letGo(_ messages: [QueuedMessage]) {
        for message in messages {
            held[message.tag] = nil
            claims.remove(message.tag)
        }
        onClaims?(claims.text)
    }
}
