import Forwarding
import Logging
import Queues
import RedisClient
import Settings

/// What becomes of messages that were answered.
///
/// Settling goes on in Redis while requests do: it is begun for many answers together, and finished when the next are to be
/// settled, or when there is nothing else to do.
extension ForwarderWorker {
    /// Takes in answers. The places of those that the journal alone tells to a successor are free at once: the next request
    /// goes out with their note, or not at all. All others keep theirs until they are settled.
    mutating func take(_ answers: [Sender.Outcome]) throws {
        guard !answers.isEmpty else {
            // There is time, but not to wait for Redis while the tracker may answer.
            if !consumer.isSettling { try finishSettling() }
            return
        }
        context.progress.latencies(answers.lazy.compactMap(\.seconds))
        let outcomes = answers.compactMap { answer in
            sent.removeValue(forKey: answer.tag).map { ($0, outcome(of: $0, answer.verdict)) }
        }
        let sure = journal.answer(answers)
        sender.release(sure)
        answered.add(outcomes, places: answers.count - sure)
        if answered.places > 0 { try settleAnswered() }
    }

    /// Begins to settle what was answered, if it is time to.
    mutating func beginSettlingIfDue() throws {
        guard answered.isDue, answered.isFull || !consumer.isSettling else { return }
        try finishSettling()
        journal.willSettle()
        let outcomes = answered.take().outcomes
        try consumer.beginSettling(outcomes)
        underway = outcomes.map(\.1)
    }

    /// Begins to settle messages that need no request.
    mutating func beginSettling(_ outcomes: [(QueuedMessage, Outcome)]) throws {
        guard !outcomes.isEmpty else { return }
        try finishSettling()
        try consumer.beginSettling(outcomes)
        underway = outcomes.map(\.1)
    }

    /// Settles all that was answered.
    mutating func settleAnswered() throws {
        try finishSettling()
        guard answered.due != nil else { return }
        journal.willSettle()
        let (outcomes, places) = answered.take()
        try settle(outcomes)
        journal.settled(connections: context.client.connections)
        sender.release(places)
    }

    /// Waits for the end of what was begun.
    mutating func finishSettling() throws {
        guard let outcomes = underway else { return }
        // What was answered since shall not wait for Redis.
        journal.flush()
        underway = nil
        let absent = try consumer.finishSettling()
        journal.settled(connections: context.client.connections)
        tell(outcomes, absent: absent)
    }

    private mutating func outcome(of message: QueuedMessage, _ verdict: Verdict) -> Outcome {
        switch verdict {
        case .delivered:
            return .done(next: settings.successQueue, as: .accepted)
        case .refuse(let reason):
            return .failed(reason, as: .refused)
        case .giveBack:
            return .back
        case .retry(_, countsTry: false, let after):
            return .retry(after: after ?? .seconds(settings.retrybase), countsAsTry: false)
        case .retry(let reason, countsTry: true, let after):
            let tries = message.envelope.tries + 1
            guard let delay = retries.delay(afterTry: tries, using: &random) else {
                return .failed("gave up after \(tries) tries: \(reason)", as: .gaveUp)
            }
            return .retry(after: max(delay, after ?? .zero), countsAsTry: true)
        }
    }

    /// Settles messages at once.
    mutating func settle(_ outcomes: [(QueuedMessage, Outcome)]) throws {
        guard !outcomes.isEmpty else { return }
        try finishSettling()
        tell(outcomes.map(\.1), absent: try consumer.settle(outcomes))
    }

    /// Says what became of messages that are settled.
    private func tell(_ outcomes: [Outcome], absent: Int) {
        if absent > 0 {
            context.log.warning(
                "Messages had been given to another worker meanwhile", metadata: ["messages": "\(absent)"])
        }
        var done = 0
        var failed: [String] = []
        for outcome in outcomes {
            switch outcome {
            case .done: done += 1
            case .failed(let reason, _): failed.append(reason)
            case .back, .retry: break
            }
        }
        context.progress.count(done: done, failed: failed.count)
        guard let reason = failed.last else { return }
        context.progress.error(reason)
        context.log.warning("Gave messages up", metadata: ["messages": "\(failed.count)", "reason": "\(reason)"])
    }
}
