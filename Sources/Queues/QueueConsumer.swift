internal import PluginAPI
public import RedisClient

/// Takes messages from a queue and gives each its outcome, for one worker instance on one thread.
///
/// A claimed message lies in `temp:WORKER` until it is settled, whatever becomes of the process. What lies there at the
/// start was in the hands of a process that died. It is handed out again: together the first time, since most deaths are
/// no message's fault; then one message at a time, so that the one that kills its worker can be told from the others; see
/// ``deathLimit``.
public final class QueueConsumer {
    /// How many workers may die on a message before it is given up.
    public static let deathLimit = 3

    /// The queue.
    public let queue: String

    /// The worker instance.
    public let worker: String

    let client: RedisClient
    let settlement: Settlement
    let maxlength: Int
    private let holdsClicks: Bool

    /// The queue that messages may go on to and that has as many as it may: while there is one, nothing can be claimed.
    public private(set) var fullTarget: String?

    /// What the caller has in hand, by tag.
    var held: [Int: [UInt8]] = [:]
    private var nextTag = 0

    /// When it was claimed.
    var claims = ClaimTimes()

    /// Told what is in hand whenever that changes: `TIME:COUNT …`, seconds since 1970, the oldest first.
    public var onClaims: ((String) -> Void)?
    private var connection = 0

    /// What is being settled, and on which connection: the number of it.
    var settling: (outcomes: [(QueuedMessage, Outcome)], connection: Int)?

    /// How many of what was settled since somebody asked were not this worker's any more.
    var absentSettled = 0

    /// Whether temp holds nothing but what is in hand.
    var isTempKnown = false

    /// What a dead process left behind, oldest first.
    private(set) var suspects: [[UInt8]] = []

    /// When the next retry is due.
    private var nextRetry: ContinuousClock.Instant?

    /// A consumer of a queue.
    /// - Parameters:
    ///   - worker: The worker instance; two consumers must never have the same at the same time (see ``WorkerLease``).
    ///   - targets: The queues that messages may go on to.
    ///   - maxlength: How many messages a queue may have; 0: no limit.
    ///   - isCounted: Whether the ledger counts what ends here.
    ///   - holdsClicks: Whether messages may be held by ``decide(_:notFor:)``, which then must be called after each claim.
    public init(
        _ client: RedisClient, queue: String, worker: String, targets: [String] = [], maxlength: Int = 0,
        isCounted: Bool = false, holdsClicks: Bool = false
    ) {
        self.holdsClicks = holdsClicks
        self.client = client
        self.maxlength = maxlength
        self.queue = queue
        self.worker = worker
        settlement = Settlement(queue: queue, worker: worker, targets: targets, isCounted: isCounted)
    }

    /// Takes up to `limit` messages, oldest first, without waiting for any. Entries that are no messages go to the failed
    /// list at once and are not handed out. While messages of a dead process are left, there is none to be had before what
    /// was handed out is settled.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func claim(_ limit: Int) throws -> [QueuedMessage] {
        if !suspects.isEmpty, !held.isEmpty { return [] }
        if let messages = try takeSuspects(limit) { return messages }
        let payloads = try run { connection in
            if !isTempKnown || client.connections != self.connection {
                // Answers may have been lost with the last connection: what lies in temp and is not in hand is ours too.
                let found = try connection.run(RedisCommand("LRANGE", QueueKeys.temp(worker), "0", "-1"))
                let isFirst = self.connection == 0
                self.connection = client.connections
                isTempKnown = true
                let unknown = withoutHeld(found.elements.reversed().compactMap(\.bytes))
                if isFirst {
                    suspects = unknown
                } else if !unknown.isEmpty {
                    return unknown
                }
            }
            guard suspects.isEmpty else { return [] }
            let answer = try holdsClicks ? claimNewFirst(limit, connection) : claimDueFirst(limit, connection)
            fullTarget = answer.text
            let wait = answer.elements.first?.integer ?? -1
            nextRetry = wait < 0 ? nil : .now + .milliseconds(wait)
            return answer.elements.last?.elements.compactMap(\.bytes) ?? []
        }
        if let messages = try takeSuspects(limit) { return messages }
        return try accept(payloads)
    }

    /// Waits until there may be something to claim.
    /// - Parameter limit: The longest wait; must be shorter than the server's timeout.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func wait(upTo limit: Duration) throws {
        try completeSettling()
        try client.wait(for: queue, upTo: min(limit, nextRetry.map { ContinuousClock.now.duration(to: $0) } ?? limit))
    }

    /// Hands out the messages, and settles those that are none.
    private func accept(_ payloads: [[UInt8]]) throws -> [QueuedMessage] {
        var messages: [QueuedMessage] = []
        var malformed: [(QueuedMessage, Outcome)] = []
        messages.reserveCapacity(payloads.count)
        for payload in payloads {
            nextTag += 1
            held[nextTag] = payload
            do {
                let envelope = try MessageEnvelope(json: payload)
                messages.append(QueuedMessage(tag: nextTag, payload: payload, envelope: envelope))
            } catch let error as MalformedMessage {
                let message = QueuedMessage(tag: nextTag, payload: payload, envelope: .unreadable)
                malformed.append((message, .failed(error.description, as: .malformed)))
            }
        }
        claims.add(upTo: nextTag, payloads.count)
        onClaims?(claims.text)
        try settle(malformed)
        return messages
    }

    /// The oldest messages that a dead process left behind, marked as such before they are handed out.
    private func takeSuspects(_ limit: Int) throws -> [QueuedMessage]? {
        while let first = suspects.first {
            let fresh = suspects.prefix(limit).prefix { QueueConsumer.deaths(of: $0) == 0 }
            let chosen = fresh.isEmpty ? [first] : Array(fresh)
            suspects.removeFirst(chosen.count)
            var marked: [QueuedMessage] = []
            // The newest first: each is put at the old end.
            for message in try accept(chosen).reversed() {
                if let message = try mark(message) { marked.append(message) }
            }
            if !marked.isEmpty { return marked.reversed() }
        }
        return nil
    }

    /// How many workers have died on a message; 0 for what is none, which is not handed out anyway.
    private static func deaths(of payload: [UInt8]) -> Int {
        do {
            return try MessageEnvelope(json: payload).deaths
        } catch {
            return 0
        }
    }

    /// Counts a death; nil when it was one too many, and the message is given up.
    private func mark(_ message: QueuedMessage) throws -> QueuedMessage? {
        var envelope = message.envelope
        envelope.deaths += 1
        guard envelope.deaths < QueueConsumer.deathLimit else {
            try settle([(message, .failed("\(envelope.deaths) workers died while they held it", as: .died))])
            return nil
        }
        let marked = envelope.json
        _ = try run { connection in
            try connection.run(QueueScripts.rewrite, keys: [QueueKeys.temp(worker)]) { command in
                command.append(message.payload)
                command.append(marked)
            }
        }
        held[message.tag] = marked
        return QueuedMessage(tag: message.tag, payload: marked, envelope: envelope)
    }

    private func withoutHeld(_ payloads: [[UInt8]]) -> [[UInt8]] {
        var counts: [[UInt8]: Int] = [:]
        for payload in held.values { counts[payload, default: 0] += 1 }
        return payloads.filter { payload in
            guard let count = counts[payload], count > 0 else { return true }
            counts[payload] = count - 1
            return false
        }
    }
}

extension RedisClient {
    /// Waits until a list has an entry. Moving its last entry from its end to its end changes nothing, and blocks while
    /// there is none.
    func wait(for queue: String, upTo limit: Duration) throws {
        let seconds = max(limit / .seconds(1), 0.001)
        _ = try run { try $0.run(RedisCommand("BLMOVE", queue, queue, "RIGHT", "RIGHT", String(seconds))) }
    }
}
