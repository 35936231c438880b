import Glibc
import Graphite
import Logging
public import Lookups
import MetricModel
import PluginAPI
import Queues
import RedisClient
public import Settings

/// `kind = graphite`: counts what a queue's messages stand for and tells carbon at the end of each interval, by the clock on the
/// wall: a hit counts in the interval in which it is counted here, not in that of its log time, since carbon is told once.
///
/// The counts of the interval stand in Redis (`usage:WORKER`), written in the same step that acknowledges the messages. So a hit is in
/// them if and only if its message is settled, whatever is killed. An interval that was being told when the worker was killed is
/// told again, with the same time and the same values, which changes nothing.
public struct GraphiteWorker: Worker {
    private static let batch = 512

    /// The fields of `usage:WORKER` beside the counts: when the interval ends.
    private static let until = "until"

    private let context: WorkerContext
    private let settings: GraphiteSettings
    private let consumer: QueueConsumer
    private var parsers: ParserSet
    private var lookups: LookupStage?
    private var backends: MetricBackends
    private var counts: UsageCounts
    /// When the interval ends, in seconds since 1970.
    private var ending = 0
    private var connections = 0

    /// A worker.
    /// - Parameters:
    ///   - services: The services that are configured.
    ///   - lookups: The services whose parsers' resolvers ask over HTTP.
    ///   - backends: Where the counts go.
    /// - Throws: `CurlError` when libcurl cannot be used.
    public init(
        _ settings: GraphiteSettings, services: [String], parsers: ParserSet, lookups: [String: ServiceLookups] = [:],
        backends: MetricBackends, patience: LookupPatience = .standard, userAgent: String, in context: WorkerContext
    ) throws {
        (self.settings, self.parsers, self.backends, self.context) = (settings, parsers, backends, context)
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, isCounted: context.isCounted)
        consumer.onClaims = context.progress.claims
        self.lookups = try LookupStage(lookups, userAgent: userAgent, patience: patience, in: context)
        counts = UsageCounts(prefix: settings.prefix, services: services)
    }

    /// Counts until the stop is requested. The interval that is running then is told by the process that comes next.
    public mutating func run() throws {
        defer {
            lookups?.end()
            backends.end(within: min(.seconds(2), context.stopGrace))
        }
        while !context.stop.isRequested {
            let messages = try consumer.claim(Self.batch)
            if connections != context.client.connections {
                // At the start, and when a Redis that was killed may have forgotten what it had acknowledged.
                connections = context.client.connections
                try restore()
            }
            let now = time(nil)
            if now >= ending { try tell(now) }
            if messages.isEmpty {
                let left = Duration.seconds(max(0, ending - now))
                try consumer.wait(upTo: max(.milliseconds(10), min(context.patience, left)))
            } else {
                try count(messages)
            }
        }
    }

    private var key: String { "usage:\(context.worker)" }

    /// Takes over what Redis has of the interval.
    private mutating func restore() throws {
        var fields = try context.client.run { [key] in try $0.run(RedisCommand("HGETALL", key)).fields }
        ending = fields.removeValue(forKey: Self.until).flatMap { Int($0) } ?? nextEnd(time(nil))
        counts.restore(fields.compactMapValues { Int($0) })
    }

    /// Tells the backends of the interval that has ended, and begins another.
    private mutating func tell(_ now: Int) throws {
        var flush = MetricFlush(time: ending, interval: settings.flush)
        flush.values = counts.counts.sorted { $0.key < $1.key }.map { .init($0.key, Double($0.value)) }
        backends.take(flush)
        _ = try context.client.run { [key] in try $0.run(RedisCommand("DEL", key)) }
        counts.reset()
        ending = nextEnd(now)
    }

    private func nextEnd(_ now: Int) -> Int { (now / settings.flush + 1) * settings.flush }

    private mutating func count(_ messages: [QueuedMessage]) throws {
        var outcomes: [(QueuedMessage, Outcome)] = []
        var unjudged: [(message: QueuedMessage, lookup: Lookup)] = []
        for message in messages { try judge(message, &outcomes, &unjudged) }
        if !unjudged.isEmpty { try lookUp(unjudged, &outcomes) }
        let changes = counts.takeChanges()
        var marks = changes.map { Mark(key: key, field: $0.name, value: String($0.count)) }
        if !marks.isEmpty { marks.append(Mark(key: key, field: Self.until, value: String(ending))) }
        try consumer.settle(outcomes, marks: marks)
        context.progress.count(outcomes.map(\.1))
        context.progress.state(lookups?.state.map { "running; \($0)" } ?? "running")
    }

    private mutating func judge(
        _ message: QueuedMessage, _ outcomes: inout [(QueuedMessage, Outcome)],
        _ unjudged: inout [(message: QueuedMessage, lookup: Lookup)]
    ) throws {
        let envelope = message.envelope.message
        do {
            let parser = try parsers.parser(for: envelope.service)
            guard let line = try parser.parseline(envelope) else {
                outcomes.append((message, .done(next: nil, as: .noHit)))
                return
            }
            outcomes.append((message, .done(next: nil, as: counts.add(line))))
        } catch let error as NotYetKnown where lookups != nil {
            unjudged.append((message, Lookup(service: envelope.service, error.reference)))
        } catch let error where error is RedisClient.Stopped || error is RedisError {
            throw error
        } catch {
            counts.addError(of: envelope.service)
            outcomes.append((message, .failed("\(error)", as: Judge.leaf(of: error))))
        }
    }

    /// Counts what could not be counted with what Redis knows, and has the rest wait.
    private mutating func lookUp(
        _ unjudged: [(message: QueuedMessage, lookup: Lookup)], _ outcomes: inout [(QueuedMessage, Outcome)]
    ) throws {
        let client = context.client
        let answered = try lookups?.fetch(Set(unjudged.map(\.lookup)), client) ?? []
        var waiting = unjudged.filter { !answered.contains($0.lookup) }
        for (message, lookup) in unjudged where answered.contains(lookup) { try judge(message, &outcomes, &waiting) }
        for (message, lookup) in waiting {
            let wait = lookups?.wait(for: lookup, at: .now) ?? .zero
            outcomes.append((message, .retry(after: wait, countsAsTry: false)))
        }
        lookups?.forgetUnresolved()
    }
}
