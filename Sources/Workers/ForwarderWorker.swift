import Forwarding
import Logging
public import Lookups
import PluginAPI
import Queues
import RedisClient
public import Settings

/// `kind = pirus2`: makes OpenURLs of a queue's messages and sends them to a tracker.
///
/// A journal has each request before it goes out, and each answer before its place is given to another request: so a crash
/// leaves no more than `concurrency` messages of which it is not known whether the tracker has them.
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
    let retries: RetryPolicy
    let sender: Sender
    var lookups: LookupStage?
    var doubleClicks: DoubleClickStage?
    var judge: Judge
    var random = SystemRandomNumberGenerator()

    /// Messages with their OpenURLs, waiting to be sent, the next one last.
    var ready: [(message: QueuedMessage, query: [UInt8])] = []

    /// Those of the last claim that may have been sent before, and are to be sent again; by tag.
    var resent: Set<Int> = []

    /// Messages that have been sent and not answered, by tag.
    var sent: [Int: QueuedMessage] = [:]

    /// Messages that have been answered, and whose settling has not begun.
    var answered = UnsettledAnswers()

    /// The outcomes of messages that are being settled.
    var underway: [Outcome]?

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
        progress.endpoint(sender.address)
    }

    /// Sends until the stop is requested; then waits for the answers that are due and gives back what was not sent.
    public mutating func run() throws {
        beginJournal()
        while !context.stop.isRequested {
            if ready.isEmpty, sender.room > 0 {
                // What has been answered shall not wait for Redis.
                journal.flush()
                let messages = try consumer.claim(ForwarderWorker.batch)
                let fresh = try withoutKnown(messages)
                try prepare(fresh)
                // None of them is for the tracker: there may be more.
                if ready.isEmpty, !messages.isEmpty { continue }
            }
            try submit()
            try beginSettlingIfDue()
            showState()
            if sender.inFlight > 0 {
                let wantsMore = ready.isEmpty && sender.room > 0
                try take(wait(upTo: wantsMore ? ForwarderWorker.glance : ForwarderWorker.look))
                continue
            }
            if answered.due != nil || underway != nil {
                // There may be more to be had once Redis knows of these.
                try settleAnswered()
                continue
            }
            if ready.isEmpty, let full = consumer.fullTarget {
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

    /// Says in the heartbeat what it is doing, and how the endpoint is.
    private func showState() {
        let pause = sender.pause
        context.progress.endpoint(
            pause: pause.map { EndpointProgress.Pause(until: Int($0.until.secondsSince1970), reason: $0.reason) },
            requests: sender.inFlight)
        if showProblem() { return }
        context.progress.state(pause?.description ?? lookups?.state.map { "running; \($0)" } ?? "running")
    }

    /// Waits for answers, but not longer than those that came may wait to be settled.
    private func wait(upTo limit: Duration) throws -> [Sender.Outcome] {
        let isSettling = underway != nil || answered.due != nil
        return try sender.wait(upTo: isSettling ? min(limit, UnsettledAnswers.patience) : limit)
    }

    /// Begins as many requests as may be; each is in the journal before it goes out.
    private mutating func submit() throws {
        let next = Array(ready.suffix(sender.room).reversed())
        guard journal.send(next.lazy.map(\.message)) else { return }
        ready.removeLast(next.count)
        for (message, query) in next {
            try sender.submit(query: query, tag: message.tag)
            sent[message.tag] = message
        }
    }

    /// Waits for answers as long as there is time, and gives back the rest.
    private mutating func finish() throws {
        context.progress.state("stopping")
        lookups?.end()
        try settleAnswered()
        try settle(ready.map { ($0.message, .back) })
        ready = []
        let deadline = ContinuousClock.now + context.stopGrace
        while sender.inFlight > 0, ContinuousClock.now < deadline {
            try take(sender.wait(upTo: ForwarderWorker.look))
            try settleAnswered()
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
