import LiveFeed
public import Lookups
import PluginAPI
import Queues
import RedisClient
public import Settings

/// `kind = publisher`: tells a Redis channel of each of a queue's messages, for browsers that look on.
///
/// A batch is published, then acknowledged: what a worker that was killed had in hand is published again, and no more. Whether
/// anybody listens it does not know, and it waits for nobody: Redis drops what a subscriber does not take.
public struct PublisherWorker: Worker {
    private static let batch = 512

    private let context: WorkerContext
    private let channel: String
    private let consumer: QueueConsumer
    private var parsers: ParserSet
    private var maker: EventMaker
    private var lookups: LookupStage?

    /// A publisher.
    /// - Parameters:
    ///   - anonymity: Of how many hits within an hour a place must be to be told, by service; 1 where nothing is said.
    ///   - lookups: The services whose parsers' resolvers ask over HTTP.
    /// - Throws: `CurlError` when libcurl cannot be used.
    public init(
        _ settings: PublisherSettings, parsers: ParserSet, anonymity: [String: Int] = [:],
        lookups: [String: ServiceLookups] = [:], patience: LookupPatience = .standard, userAgent: String,
        in context: WorkerContext
    ) throws {
        self.context = context
        self.parsers = parsers
        channel = settings.channel
        maker = EventMaker(anonymity: anonymity)
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, isCounted: context.isCounted)
        consumer.onClaims = context.progress.claims
        self.lookups = try LookupStage(lookups, userAgent: userAgent, patience: patience, in: context)
    }

    /// Publishes until the stop is requested.
    public mutating func run() throws {
        defer { lookups?.end() }
        while !context.stop.isRequested {
            let messages = try consumer.claim(Self.batch)
            guard !messages.isEmpty else {
                context.progress.state(lookups?.state.map { "running; \($0)" } ?? "running")
                try consumer.wait(upTo: context.patience)
                continue
            }
            var batch = Batch()
            for message in messages { try judge(message, &batch) }
            if !batch.unjudged.isEmpty { try lookUp(&batch) }
            let published = batch.events.map(\.json)
            _ = try context.client.run { try $0.publish(published, on: channel) }
            try consumer.settle(batch.outcomes)
            context.progress.count(done: batch.events.count)
        }
    }

    /// What a claim comes to.
    private struct Batch {
        var events: [LiveEvent] = []
        var outcomes: [(QueuedMessage, Outcome)] = []
        /// Messages that cannot be judged before something is looked up.
        var unjudged: [(message: QueuedMessage, lookup: Lookup)] = []
    }

    /// - Throws: `RedisError`, `RedisClient.Stopped`: keys for hashing cannot be had. That is no fault of the message, which stays
    ///   claimed.
    private mutating func judge(_ queued: QueuedMessage, _ batch: inout Batch) throws {
        let message = queued.envelope.message
        do {
            let parser = try parsers.parser(for: message.service)
            guard let line = try parser.parseline(message) else {
                batch.outcomes.append((queued, .done(next: nil, as: .noHit)))
                return
            }
            let (event, leaf) = maker.event(of: line, id: message.id)
            // A measurement (an action line) is nobody's request.
            if line.measurements.isEmpty || !line.url.isEmpty || !line.transfers.isEmpty { batch.events.append(event) }
            batch.outcomes.append((queued, .done(next: nil, as: leaf)))
        } catch let error as NotYetKnown where lookups != nil {
            batch.unjudged.append((queued, Lookup(service: message.service, error.reference)))
        } catch let error where error is RedisClient.Stopped || error is RedisError {
            throw error
        } catch {
            // Nothing is to be tried again here: the branches that count the line keep it in their failed lists.
            batch.events.append(maker.event(of: message, error, now: .now))
            batch.outcomes.append((queued, .done(next: nil, as: Judge.leaf(of: error))))
        }
    }

    /// Judges what could not be judged with what Redis knows, and has the rest wait.
    private mutating func lookUp(_ batch: inout Batch) throws {
        let unjudged = batch.unjudged
        batch.unjudged = []
        let answered = try lookups?.fetch(Set(unjudged.map(\.lookup)), context.client) ?? []
        for (message, lookup) in unjudged where answered.contains(lookup) { try judge(message, &batch) }
        let waiting = batch.unjudged + unjudged.filter { !answered.contains($0.lookup) }
        batch.unjudged = []
        for (message, lookup) in waiting {
            let wait = lookups?.wait(for: lookup, at: .now) ?? .zero
            batch.outcomes.append((message, .retry(after: wait, countsAsTry: false)))
        }
        lookups?.forgetUnresolved()
    }
}
