import Lookups
import PluginAPI
import Queues
import RedisClient
import Statistics

/// How the recorder judges what it has claimed.
extension RecorderWorker {
    /// What a claim comes to.
    struct Judgement {
        /// What is to be written, and of which messages.
        var records: MessageRecords
        /// What becomes of the others.
        var outcomes: [(QueuedMessage, Outcome)] = []
        /// Messages that cannot be judged before something is looked up.
        fileprivate var unjudged: [(message: QueuedMessage, lookup: Lookup)] = []
    }

    /// Parses messages.
    /// - Throws: `RedisError`, `RedisClient.Stopped`: keys for hashing, or answers of look-ups, cannot be had. That is no fault
    ///   of the messages, which stay claimed.
    mutating func judge(_ messages: [QueuedMessage]) throws -> Judgement {
        var judgement = Judgement(records: MessageRecords(capacity: messages.count))
        maker.forgetKeys()
        for message in messages { try judge(message, &judgement) }
        if !judgement.unjudged.isEmpty { try lookUp(&judgement) }
        return judgement
    }

    private mutating func judge(_ message: QueuedMessage, _ judgement: inout Judgement) throws {
        let envelope = message.envelope.message
        guard let id = envelope.id else {
            // It comes back with an id, by which the store knows it when it is written twice.
            judgement.outcomes.append((message, .back))
            return
        }
        do {
            let parser = try parsers.parser(for: envelope.service)
            guard let line = try parser.parseline(envelope) else {
                judgement.outcomes.append((message, .done(next: nil, as: .noHit)))
                return
            }
            guard try !judgement.records.take(message, { try maker.add(line, id: id, to: &$0) }) else { return }
            let leaf =
                if let exclusion = line.exclusion {
                    Leaf(exclusion, of: line)
                } else if line.usage == nil, line.transfers.isEmpty {
                    Leaf(.notAnItem, of: line)
                } else {
                    Leaf.notForTheStore
                }
            judgement.outcomes.append((message, .done(next: nil, as: leaf)))
        } catch let error as NotYetKnown where lookups != nil {
            judgement.unjudged.append((message, Lookup(service: envelope.service, error.reference)))
        } catch let error where error is RedisClient.Stopped || error is RedisError {
            throw error
        } catch {
            judgement.outcomes.append((message, .failed("\(error)", as: Judge.leaf(of: error))))
        }
    }

    /// Judges what could not be judged with what Redis knows, and has the rest wait.
    private mutating func lookUp(_ judgement: inout Judgement) throws {
        let unjudged = judgement.unjudged
        judgement.unjudged = []
        let client = context.client
        let answered = try lookups?.fetch(Set(unjudged.map(\.lookup)), client) ?? []
        for (message, lookup) in unjudged where answered.contains(lookup) { try judge(message, &judgement) }
        let waiting = judgement.unjudged + unjudged.filter { !answered.contains($0.lookup) }
        judgement.unjudged = []
        for (message, lookup) in waiting {
            let wait = lookups?.wait(for: lookup, at: .now) ?? .zero
            judgement.outcomes.append((message, .retry(after: wait, countsAsTry: false)))
        }
        lookups?.forgetUnresolved()
    }
}
