internal import PluginAPI
import RedisClient

/// Tells Redis what became of messages, all in one step.
struct Settlement {
    /// The queue they were taken from.
    let queue: String

    /// The worker instance that holds them.
    let worker: String

    /// The queues that messages may go on to.
    let targets: [String]

    /// Whether the ledger counts what ends here.
    let isCounted: Bool

    /// Gives messages their outcomes.
    /// - Parameter areOldest: Whether these are the oldest that the worker holds, in their order; what has one outcome then need
    ///   not be sent to the server again.
    /// - Returns: How many of them the worker no longer held.
    func run(
        _ outcomes: [(QueuedMessage, Outcome)], marks: [Mark], areOldest: Bool, on connection: RedisConnection
    ) throws -> Int {
        if areOldest, let call = oldestCall(outcomes, marks),
            try connection.run(SettlingScripts.settleOldest, keys: call.keys, arguments: call.arguments).integer == 0
        {
            return 0
        }
        let call = call(outcomes, marks)
        let answer = try connection.run(
            SettlingScripts.settle, keys: call.keys, reserving: call.bytes, arguments: call.arguments)
        return answer.integer ?? 0
    }

    /// Where all messages go on to, if they are all done (in the inner optional: nowhere) and go as they are; nil when not.
    private func commonTarget(_ outcomes: [(QueuedMessage, Outcome)]) -> String?? {
        guard case .done(let common, _)? = outcomes.first?.1 else { return nil }
        let isCommon = outcomes.allSatisfy { message, outcome in
            guard case .done(let next, _) = outcome else { return false }
            return next == common && message.envelope.deaths == 0
        }
        return isCommon ? .some(common) : nil
    }

    /// What ``SettlingScripts/settleOldest`` is called with; nil when the messages do not all go the same way.
    private func oldestCall(
        _ outcomes: [(QueuedMessage, Outcome)], _ marks: [Mark]
    ) -> (keys: [String], arguments: (inout RedisCommand) -> Void)? {
        guard let next = commonTarget(outcomes), let oldest = outcomes.first?.0.payload,
            let newest = outcomes.last?.0.payload
        else { return nil }
        var tally = LedgerTally(queue: queue)
        for (message, outcome) in outcomes { _ = count(message, outcome, in: &tally) }
        let keys = [QueueKeys.temp(worker)] + marks.map(\.key) + tally.keys + (next.map { [$0] } ?? [])
        return (
            keys,
            { [tally] command in
                command.append(outcomes.count)
                command.append(oldest)
                command.append(newest)
                command.append(marks.count)
                command.append(tally.keys.count)
                append(marks, to: &command)
                tally.appendCounts(to: &command)
            }
        )
    }

    /// Sends what gives messages their outcomes, and does not wait for the answer. ``finish(on:)`` takes it.
    func begin(_ outcomes: [(QueuedMessage, Outcome)], areOldest: Bool, on connection: RedisConnection) throws {
        if areOldest, let call = oldestCall(outcomes, []) {
            return try connection.begin(SettlingScripts.settleOldest, keys: call.keys, arguments: call.arguments)
        }
        let call = call(outcomes, [])
        try connection.begin(SettlingScripts.settle, keys: call.keys, reserving: call.bytes, arguments: call.arguments)
    }

    /// - Returns: As ``run(_:marks:areOldest:on:)``; nil when nothing was done: other messages than those lay in temp.
    func finish(on connection: RedisConnection) throws -> Int? {
        let absent = try connection.finish().integer ?? 0
        return absent < 0 ? nil : absent
    }

    /// What ``SettlingScripts/settle`` is called with.
    private func call(
        _ outcomes: [(QueuedMessage, Outcome)], _ marks: [Mark]
    ) -> (keys: [String], bytes: Int, arguments: (inout RedisCommand) -> Void) {
        var tally = LedgerTally(queue: queue)
        let counters = outcomes.map { count($0, $1, in: &tally) }
        let keys =
            [QueueKeys.temp(worker), queue, QueueKeys.retry(queue), QueueKeys.failed(queue)] + targets
            + marks.map(\.key) + tally.keys
        let bytes = outcomes.reduce(0) { $0 + $1.0.payload.count + 64 }
        return (
            keys, bytes,
            { [tally] command in
                command.append(targets.count)
                command.append(marks.count)
                command.append(tally.fields.count)
                append(marks, to: &command)
                for counter in tally.fields {
                    command.append(counter.ledger)
                    command.append(counter.leaf)
                    command.append(counter.pushed ?? "")
                }
                for ((message, outcome), counter) in zip(outcomes, counters) {
                    append(message, outcome, to: &command)
                    command.append(counter)
                }
            }
        )
    }

    /// - Returns: The number of the message's counter; 0 when its way does not end here.
    private func count(_ message: QueuedMessage, _ outcome: Outcome, in tally: inout LedgerTally) -> Int {
        switch outcome {
        case .done(_, let leaf?) where isCounted, .failed(_, let leaf) where isCounted:
            tally.count(message.envelope, leaf)
        case .done, .failed, .retry, .back: 0
        }
    }

    private func append(_ marks: [Mark], to command: inout RedisCommand) {
        for mark in marks {
            command.append(mark.field)
            command.append(mark.value)
        }
    }

    private func append(_ message: QueuedMessage, _ outcome: Outcome, to command: inout RedisCommand) {
        command.append(message.payload)
        switch outcome {
        case .done(let next, _):
            command.append("done")
            command.append(next.flatMap(targets.firstIndex(of:)).map { $0 + 1 } ?? 0)
            // Where it goes next nobody has died on it.
            command.append(message.envelope.deaths == 0 ? [] : message.rewritten(by: worker) { _ in })
        case .retry(let delay, let countsAsTry):
            command.append("retry")
            command.append(Int(delay / .milliseconds(1)))
            command.append(message.rewritten(by: worker) { $0.tries += countsAsTry ? 1 : 0 })
        case .back:
            command.append("back")
            command.append(0)
            command.append(message.rewritten(by: worker) { _ in })
        case .failed(let reason, let leaf):
            command.append("failed")
            command.append(0)
            let record = FailedMessage(
                payload: message.payload, error: reason, worker: worker, leaf: isCounted ? leaf : nil)
            command.append(record.json)
        }
    }
}
