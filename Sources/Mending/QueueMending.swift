import Lookups
import PluginAPI
public import Queues
public import RedisClient
public import Settings

/// What operators do with the messages of a queue, from the command line and from the console.
public struct QueueMending {
    /// Which messages of a place.
    public enum Choice: Sendable {
        /// Those that meet a filter; at most so many, the oldest first.
        case matching(MessageFilter, atMost: Int = .max)
        /// These.
        case these([MessageReference])

        /// All of them.
        public static let all = Choice.matching(MessageFilter())
    }

    private let connection: RedisConnection
    private let topology: Topology
    private let holding: Set<String>

    private var inspector: QueueInspector { QueueInspector(connection) }

    /// Mending of the queues of a Redis.
    /// - Parameters:
    ///   - configuration: Says which way messages go, and which services hold them back for double clicks.
    ///   - redis: The name in `redis =`.
    public init(_ connection: RedisConnection, _ configuration: Configuration, redis: String) {
        self.connection = connection
        topology = configuration.topology(ofRedis: redis)
        holding = Set(configuration.services.filter { $0.value.doubleClicks != .sent }.keys)
    }

    /// Has messages tried again: what was given up goes back into its queue with its tries forgotten, and what was looked up for
    /// it in vain is asked anew; what waits for another try is due now. What is held until it is known whether it is a double
    /// click goes on being held.
    /// - Returns: How many messages.
    /// - Throws: `RedisError`; ``MendingError`` when they wait for no try.
    public func retry(_ choice: Choice, in place: MessagePlace) throws -> Int {
        guard MessageMender.Change.retry.isPossible(place.kind) else {
            throw MendingError("messages that are \(place.kind.words) are not tried again: they have not been tried")
        }
        var hasForgotten = false
        return try change(.retry, choice, in: place) { message in
            place.kind != .retry || !isHeld(message)
        } prepare: { messages in
            guard !hasForgotten, messages.contains(where: { $0.failure?.error.hasPrefix(Unresolved.prefix) == true })
            else { return }
            // First: a worker may take a message the moment that it is back.
            _ = try LookupCache(connection).forgetUnknown()
            hasForgotten = true
        }
    }

    /// Moves messages to another queue, in their order; what was given up with its tries forgotten.
    /// - Returns: How many messages.
    /// - Throws: `RedisError`; ``MendingError`` when there can be no such queue, or workers hold the messages.
    public func move(_ choice: Choice, in place: MessagePlace, to target: String) throws -> Int {
        let target = try MessagePlace(named: target)
        guard target.kind == .waiting else {
            throw MendingError("messages are moved to a queue, not to what failed there")
        }
        let move = MessageMove(
            to: target.queue, endingIn: topology.branches(through: place.queue),
            nowIn: topology.branches(through: target.queue))
        if case .matching(let filter, .max) = choice, filter.isEmpty, place.kind == .waiting, move.isNeutral {
            return try inspector.move(place.queue, to: target.queue)
        }
        return try change(.move(move), choice, in: place)
    }

    /// Removes messages. There is no way back.
    /// - Returns: How many messages.
    /// - Throws: `RedisError`; ``MendingError`` when workers hold the messages.
    public func delete(_ choice: Choice, in place: MessagePlace) throws -> Int {
        let isCounted = topology.isOnTheWay(place.queue)
        if case .matching(let filter, .max) = choice, filter.isEmpty {
            switch place.kind {
            case .waiting: return try inspector.purge(place.queue, isCounted: isCounted)
            case .failed: return try inspector.purge(QueueKeys.failed(place.queue))
            case .inFlight, .retry: break
            }
        }
        return try change(.delete(isCounted: isCounted), choice, in: place)
    }

    private func change(
        _ change: MessageMender.Change, _ choice: Choice, in place: MessagePlace,
        where isPossible: (ListedMessage) -> Bool = { _ in true },
        prepare: ([ListedMessage]) throws -> Void = { _ in }
    ) throws -> Int {
        guard change.isPossible(place.kind) else {
            throw MendingError("messages that are \(place.kind.words) are their workers'")
        }
        switch choice {
        case .matching(let filter, let count):
            return try inspector.change(
                place, change, atMost: count, where: { isPossible($0) && filter.isMet(by: $0) }, prepare: prepare)
        case .these(let references):
            let found = try MessageReference.find(references, in: place, MessageReader(connection)).filter(isPossible)
            try prepare(found)
            return try MessageMender(place, connection).apply(change, to: found).count
        }
    }

    /// Whether a message may be waiting for later hits rather than for another try, which it would have been counted.
    private func isHeld(_ message: ListedMessage) -> Bool {
        guard !holding.isEmpty else { return false }
        do {
            let envelope = try message.envelope()
            return envelope.tries == 0 && holding.contains(envelope.message.service)
        } catch {
            return false
        }
    }
}

extension MessagePlace.Kind {
    /// What people call messages there.
    public var words: String {
        switch self {
        case .waiting: "waiting"
        case .inFlight: "in flight"
        case .retry: "waiting for another try"
        case .failed: "given up"
        }
    }
}
