import Logging
import Lookups
import PluginAPI
import Queues
import RedisClient
import Settings

/// How the forwarder judges what it has claimed.
extension ForwarderWorker {
    /// What a claim comes to.
    private struct Prepared {
        var outcomes: [(QueuedMessage, Outcome)] = []
        var clicked: [DoubleClickStage.Clicked] = []
        /// Messages that cannot be judged before something is looked up.
        var unjudged: [(message: QueuedMessage, lookup: Lookup)] = []
    }

    /// Parses messages: what is for the tracker waits in `ready`, all else is settled.
    mutating func prepare(_ messages: [QueuedMessage]) throws {
        var prepared = Prepared()
        prepared.outcomes.reserveCapacity(messages.count)
        for message in messages.reversed() { try judge(message, &prepared) }
        if !prepared.unjudged.isEmpty { try lookUp(&prepared) }
        let consumer = consumer
        let sorted = try doubleClicks?.sort(prepared.clicked, in: consumer)
        for double in sorted?.doubles ?? [] {
            context.log.debug("A double click", metadata: ["counts": "\(double.counts)"])
            prepared.outcomes.append((double.message, .done(next: settings.otherQueue, as: .doubleClick)))
        }
        ready += sorted?.counting ?? []
        prepared.outcomes.reverse()
        try beginSettling(prepared.outcomes)
    }

    private mutating func judge(_ message: QueuedMessage, _ prepared: inout Prepared) throws {
        do {
            guard let parsed = try judge.parse(message.envelope.message) else {
                prepared.outcomes.append((message, .done(next: settings.otherQueue, as: .noHit)))
                return
            }
            switch try judge.verdict(on: parsed, of: message.envelope.message) {
            case .send(let query, let use):
                // What may have been sent has been through the stage, and may have been counted.
                let line = resent.contains(message.tag) ? nil : parsed.line
                if let click = line.flatMap({ doubleClicks?.click(message.envelope, use, $0) }) {
                    prepared.clicked.append((message, query, click))
                } else {
                    ready.append((message, query))
                }
            case .pass(let leaf): prepared.outcomes.append((message, .done(next: settings.otherQueue, as: leaf)))
            }
        } catch let error as NotYetKnown where lookups != nil {
            let lookup = Lookup(service: message.envelope.message.service, error.reference)
            prepared.unjudged.append((message, lookup))
        } catch let error where error is RedisClient.Stopped || error is RedisError {
            // The keys for hashing addresses cannot be had: no fault of the message, which stays claimed.
            throw error
        } catch {
            prepared.outcomes.append((message, .failed("\(error)", as: Judge.leaf(of: error))))
        }
    }

    /// Judges what could not be judged with what Redis knows, and has the rest wait. A hit may need two answers, the second
    /// being its item's citation.
    private mutating func lookUp(_ prepared: inout Prepared) throws {
        // The connection must not owe another answer.
        try finishSettling()
        for _ in 1...2 where !prepared.unjudged.isEmpty {
            let unjudged = prepared.unjudged
            prepared.unjudged = []
            let client = context.client
            let answered = try lookups?.fetch(Set(unjudged.map(\.lookup)), client) ?? []
            for (message, lookup) in unjudged {
                if answered.contains(lookup) {
                    try judge(message, &prepared)
                } else {
                    wait(message, lookup, &prepared)
                }
            }
        }
        for (message, lookup) in prepared.unjudged { wait(message, lookup, &prepared) }
        lookups?.forgetUnresolved()
    }

    private func wait(_ message: QueuedMessage, _ lookup: Lookup, _ prepared: inout Prepared) {
        let wait = lookups?.wait(for: lookup, at: .now) ?? .zero
        prepared.outcomes.append((message, .retry(after: wait, countsAsTry: false)))
    }
}
