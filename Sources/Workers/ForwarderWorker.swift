import Forwarding
import Logging
public import Lookups
import PluginAPI
import Queues
import RedisClient
public import Settings

/// `kind = pirus2`: makes OpenURLs of a queue's messages and sends them to a tracker.
///
/// Every answer is settled in Redis before its place is given to another request: so a crash leaves no more than
/// `concurrency` messages of which it is not known whether the tracker has them. A journal tells which.
public struct ForwarderWorker: Worker {
    /// Messages claimed at once: most are no downloads, and go on to `other_queue` without a request.
    private static let batch = 256

    /// How long to wait for answers before looking for new messages again.
    private static let glance = Duration.milliseconds(20)

    /// How long to wait for answers before looking whether to stop.
    private static let look = Duration.milliseconds(200)

    let context: WorkerContext
    let settings: ForwarderSettings
    let journal: SendJournal
    let consumer: QueueConsumer
    private let retries: RetryPolicy
    private let sender: Sender
    var lookups: LookupStage?
    var doubleClicks: DoubleClickStage?
    var judge: Judge
    private var random = SystemRandomNumberGenerator()

    /// Messages with their OpenURLs, waiting to be sent, the next one last.
    var ready: [(message: QueuedMessage, query: [UInt8])] = []

    /// Those of the last claim that may have been sent before, and are to be sent again; by tag.
    var resent: Set<Int> = []

    /// Messages that have been sent and not settled, by tag.
    private var sent: [Int: QueuedMessage] = [:]

    /// A forwarder.
    /// - Parameters:
    ///   - doubleClicks: The services whose double clicks are kept back, with the seconds that a line may be late.
    ///   - lookups: The services whose parsers' resolvers ask over HTTP.
    ///   - patience: How often they ask.
    /// - Throws: What is wrong with the endpoint's address or the certificates.
    public init(
        _ settings: ForwarderSettings, parsers: ParserSet, doubleClicks: [String: Double] = [:],
        lookups: [String: ServiceLookups] = [:], patience: LookupPatience = .standard, userAgent: String,
        in context: WorkerContext
    ) throws {
        let client = context.client
        self.doubleClicks = DoubleClickStage(doubleClicks) { client.connections }
        self.settings = settings
        self.context = context
        let targets = [settings.successQueue, settings.otherQueue].compactMap { $0 }
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, targets: targets,
            maxlength: context.maxlength, isCounted: context.isCounted, holdsClicks: !doubleClicks.isEmpty)
        journal = SendJournal(
            folder: context.journals, queue: settings.listento, worker: context.worker, log: context.log)
        consumer.onClaims = context.progress.claims
        judge = Judge(parsers, OpenURLRenderer(settings))
        retries = RetryPolicy(settings)
        self.lookups = try LookupStage(lookups, userAgent: userAgent, patience: patience, in: context)
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
        beginJournal()
        while !context.stop.isRequested {
            if ready.isEmpty, sender.room > 0 {
                let messages = try consumer.claim(ForwarderWorker.batch)
                let fresh = try withoutKnown(messages)
                try prepare(fresh)
                // None of them is for the tracker: there may be more.
                if ready.isEmpty, !messages.isEmpty { continue }
            }
            try submit()
            if !showProblem() { context.progress.state(state) }
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

    /// What it is doing, in words.
    private var state: String {
        sender.pause ?? lookups?.state.map { "running; \($0)" } ?? "running"
    }

    /// Begins as many requests as may be; each is in the journal before it goes out.
    private mutating func submit() throws {
        let next = ready.suffix(sender.room)
        guard journal.send(next.reversed().lazy.map(\.message)) else { return }
        ready.removeLast(next.count)
        for (message, query) in next.reversed() {
            try sender.submit(query: query, tag: message.tag)
            sent[message.tag] = message
        }
    }

    private mutating func settle(_ answers: [Sender.Outcome]) throws {
        guard !answers.isEmpty else { return }
        let outcomes = answers.compactMap { answer in
            sent.removeValue(forKey: answer.tag).map { ($0, outcome(of: $0, answer.verdict)) }
        }
        journal.answer(answers)
        try settle(outcomes)
        journal.settled(connections: context.client.connections)
        sender.settled(answers.count)
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

    func settle(_ outcomes: [(QueuedMessage, Outcome)]) throws {
        let absent = try consumer.settle(outcomes)
        if absent > 0 {
            context.log.warning(
                "Messages had been given to another worker meanwhile", metadata: ["messages": "\(absent)"])
        }
        var failed: [String] = []
        for (_, outcome) in outcomes {
            switch outcome {
            case .done: context.progress.count(done: 1)
            case .failed(let reason, _): failed.append(reason)
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
        lookups?.end()
        try settle(ready.map { ($0.message, .back) })
        ready = []
        let deadline = ContinuousClock.now + context.stopGrace
        while sender.inFlight > 0, ContinuousClock.now < deadline {
            try settle(sender.wait(upTo: ForwarderWorker.look))
        }
        let unanswered = sender.close().compactMap { sent.removeValue(forKey: $0) }
        defer { journal.flush() }
        guard !unanswered.isEmpty else { return }
        context.log.warning(
            "Stopped before the tracker answered; it may have got these",
            metadata: ["messages": "\(unanswered.count)", "on_doubt": "\(settings.onDoubt.rawValue)"])
        let outcomes = unanswered.map { ($0, outcome(ofUnanswered: $0)) }
        try settle(outcomes)
        for (message, outcome) in outcomes where outcome != .back { journal.resolve(message, nil, .held) }
    }
}
