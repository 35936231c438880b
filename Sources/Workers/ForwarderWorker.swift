import Forwarding
import Logging
import PluginAPI
import Queues
public import Settings

/// `kind = pirus2`: makes OpenURLs of a queue's messages and sends them to a tracker.
///
/// Every answer is settled in Redis before its place is given to another request: so a crash leaves no more than
/// `concurrency` messages of which it is not known whether the tracker has them.
public struct ForwarderWorker: Worker {
    /// Messages claimed at once: most are no downloads, and go on to `other_queue` without a request.
    private static let batch = 256

    /// How long to wait for answers before looking for new messages again.
    private static let glance = Duration.milliseconds(20)

    /// How long to wait for answers before looking whether to stop.
    private static let look = Duration.milliseconds(200)

    private let context: WorkerContext
    private let consumer: QueueConsumer
    private let settings: ForwarderSettings
    private let renderer: OpenURLRenderer
    private let retries: RetryPolicy
    private let sender: Sender
    private var parsers: ParserSet
    private var random = SystemRandomNumberGenerator()

    /// Messages with their OpenURLs, waiting to be sent, the next one last.
    private var ready: [(message: QueuedMessage, query: [UInt8])] = []

    /// Messages that have been sent and not settled, by tag.
    private var sent: [Int: QueuedMessage] = [:]

    /// A forwarder.
    /// - Throws: What is wrong with the endpoint's address or the certificates.
    public init(_ settings: ForwarderSettings, parsers: ParserSet, userAgent: String, in context: WorkerContext) throws
    {
        self.settings = settings
        self.parsers = parsers
        self.context = context
        let targets = [settings.successQueue, settings.otherQueue].compactMap { $0 }
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, targets: targets,
            maxlength: context.maxlength)
        consumer.onClaims = context.progress.claims
        renderer = OpenURLRenderer(settings)
        retries = RetryPolicy(settings)
        let (log, progress) = (context.log, context.progress)
        sender = try Sender(settings, userAgent: userAgent) { notice in
            switch notice {
            case .paused(let reason):
                log.warning("The tracker fails, pausing", metadata: ["reason": "\(reason)"])
                progress.error(reason)
            case .back(let outage):
                log.notice("The tracker is back", metadata: ["after": "\(outage / .seconds(1)) s"])
            }
        }
    }

    /// Sends until the stop is requested; then waits for the answers that are due and gives back what was not sent.
    public mutating func run() throws {
        while !context.stop.isRequested {
            if ready.isEmpty, sender.room > 0 {
                let messages = try consumer.claim(ForwarderWorker.batch)
                try prepare(messages)
                // None of them is for the tracker: there may be more.
                if ready.isEmpty, !messages.isEmpty { continue }
            }
            try submit()
            context.progress.state(sender.pause ?? "running")
            if sender.inFlight > 0 {
                let wantsMore = ready.isEmpty && sender.room > 0
                try settle(sender.wait(upTo: wantsMore ? ForwarderWorker.glance : ForwarderWorker.look))
            } else if ready.isEmpty, let full = consumer.fullTarget {
                context.waitForRoom(in: full)
            } else if ready.isEmpty, sender.room > 0 {
                try consumer.wait(upTo: context.patience)
            } else {
                let now = ContinuousClock.now
                _ = context.stop.pause(sender.nextEvent.map { now.duration(to: $0) } ?? context.patience)
            }
        }
        try finish()
    }

    /// Parses messages: what is for the tracker waits in `ready`, all else is settled at once.
    private mutating func prepare(_ messages: [QueuedMessage]) throws {
        var outcomes: [(QueuedMessage, Outcome)] = []
        for message in messages.reversed() {
            do {
                if let query = try openURL(of: message.envelope.message) {
                    ready.append((message, query))
                } else {
                    outcomes.append((message, .done(next: settings.otherQueue)))
                }
            } catch {
                outcomes.append((message, .failed("\(error)")))
            }
        }
        try settle(outcomes.reversed())
    }

    /// The query for the tracker; nil when the line is not for it.
    private mutating func openURL(of message: LogMessage) throws -> [UInt8]? {
        let parser = try parsers.parser(for: message.service)
        guard let line = try parser.parseline(message), let use = try parser.openURLParams(line) else { return nil }
        return renderer.query(for: use, service: message.service)
    }

    private mutating func submit() throws {
        while sender.room > 0, let (message, query) = ready.popLast() {
            try sender.submit(query: query, tag: message.tag)
            sent[message.tag] = message
        }
    }

    private mutating func settle(_ answers: [Sender.Outcome]) throws {
        guard !answers.isEmpty else { return }
        let outcomes = answers.compactMap { answer in
            sent.removeValue(forKey: answer.tag).map { ($0, outcome(of: $0, answer.verdict)) }
        }
        try settle(outcomes)
        sender.settled(answers.count)
    }

    private mutating func outcome(of message: QueuedMessage, _ verdict: Verdict) -> Outcome {
        switch verdict {
        case .delivered:
            return .done(next: settings.successQueue)
        case .refuse(let reason):
            return .failed(reason)
        case .giveBack:
            return .back
        case .retry(_, countsTry: false, let after):
            return .retry(after: after ?? .seconds(settings.retrybase), countsAsTry: false)
        case .retry(let reason, countsTry: true, let after):
            let tries = message.envelope.tries + 1
            guard let delay = retries.delay(afterTry: tries, using: &random) else {
                return .failed("gave up after \(tries) tries: \(reason)")
            }
            return .retry(after: max(delay, after ?? .zero), countsAsTry: true)
        }
    }

    private func settle(_ outcomes: [(QueuedMessage, Outcome)]) throws {
        let absent = try consumer.settle(outcomes)
        if absent > 0 {
            context.log.warning(
                "Messages had been given to another worker meanwhile", metadata: ["messages": "\(absent)"])
        }
        var failed: [String] = []
        for (_, outcome) in outcomes {
            switch outcome {
            case .done: context.progress.count(done: 1)
            case .failed(let reason): failed.append(reason)
            case .back, .retry: break
            }
        }
        guard let reason = failed.last else { return }
        context.progress.count(failed: failed.count)
        context.progress.error(reason)
        context.log.warning("Gave messages up", metadata: ["messages": "\(failed.count)", "reason": "\(reason)"])
    }

    /// Waits for answers as long as there is time, and gives back the rest.
    private mutating func finish() throws {
        context.progress.state("stopping")
        try settle(ready.map { ($0.message, .back) })
        ready = []
        let deadline = ContinuousClock.now + context.stopGrace
        while sender.inFlight > 0, ContinuousClock.now < deadline {
            try settle(sender.wait(upTo: ForwarderWorker.look))
        }
        let unanswered = sender.close().compactMap { sent.removeValue(forKey: $0) }
        guard !unanswered.isEmpty else { return }
        context.log.warning(
            "Stopped before the tracker answered; it may get these again", metadata: ["messages": "\(unanswered.count)"]
        )
        try settle(unanswered.map { ($0, .back) })
    }
}
