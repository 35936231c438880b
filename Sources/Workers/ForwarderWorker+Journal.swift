import Logging
import Queues
import RedisClient
import Settings

/// What the forwarder does about messages of which its send journal knows.
extension ForwarderWorker {
    /// Waits until the send journal can be read and written. Before that nothing is claimed.
    func beginJournal() {
        while !context.stop.isRequested, !journal.begin(onDoubt: settings.onDoubt.rawValue) {
            showProblem()
            _ = context.stop.pause(.seconds(1))
        }
    }

    /// Says in the heartbeat why nothing is sent, if the journal cannot be written.
    /// - Returns: Whether that is so.
    @discardableResult
    func showProblem() -> Bool {
        guard let problem = journal.problem else { return false }
        context.progress.state("waiting: \(problem)")
        context.progress.error(problem)
        return true
    }

    /// Settles the messages that need no request, and those that are not to have another one.
    /// - Returns: The others.
    mutating func withoutKnown(_ messages: [QueuedMessage]) throws -> [QueuedMessage] {
        let known = journal.knowledge(of: messages, connections: context.client.connections)
        resent = []
        guard !known.isEmpty else { return messages }
        var outcomes: [(QueuedMessage, Outcome)] = []
        var resolved: [(QueuedMessage, DoubtBook.Doubt?, JournalRecord.Resolution)] = []
        for message in messages {
            switch known[message.tag] {
            case .accepted(let doubt):
                outcomes.append((message, .done(next: settings.successQueue, as: .accepted)))
                resolved.append((message, doubt, .delivered))
            case .maybeSent(let doubt) where settings.onDoubt == .hold:
                outcomes.append((message, .failed(ForwarderWorker.doubt(since: doubt.send.time), as: .maybeSent)))
                resolved.append((message, doubt, .held))
            case .maybeSent(let doubt):
                resent.insert(message.tag)
                resolved.append((message, doubt, .resent))
            case .underway: outcomes.append((message, .retry(after: .seconds(1), countsAsTry: false)))
            case nil: break
            }
        }
        try settle(outcomes)
        // Only now: what dies before this comes again, and is known again.
        for (message, doubt, resolution) in resolved { journal.resolve(message, doubt, resolution) }
        journal.flush()
        let counts = resolved.reduce(into: [:]) { $0[$1.2.rawValue, default: 0] += 1 }
        if !counts.isEmpty {
            context.log.notice(
                "Messages came again that had been sent", metadata: counts.mapValues { "\($0)" })
        }
        let settled = Set(outcomes.map(\.0.tag))
        return messages.filter { !settled.contains($0.tag) }
    }

    /// What becomes of a message whose answer did not come before the worker had to stop.
    func outcome(ofUnanswered message: QueuedMessage) -> Outcome {
        guard settings.onDoubt == .hold, let time = journal.sendTime(of: message) else { return .back }
        return .failed(ForwarderWorker.doubt(since: time), as: .maybeSent)
    }

    /// The time is quoted, so that `queues failed` makes one group of them.
    private static func doubt(since time: JournalTime) -> String {
        "maybe sent at \"\(time)\", no answer known (on_doubt = hold)"
    }
}
