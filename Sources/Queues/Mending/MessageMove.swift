import PluginAPI

/// A move of messages to another queue, with what it means to the ledger.
public struct MessageMove: Sendable {
    /// The queue that gets them.
    public let target: String

    /// The queues in which lines on their way through the first queue end.
    let before: Set<String>

    /// The queues in which lines on their way through the target end.
    let after: Set<String>

    /// A move.
    /// - Parameters:
    ///   - target: The queue that gets the messages.
    ///   - before: The queues in which lines on their way through the queue end that has them now.
    ///   - after: Those in which lines on their way through the target end.
    public init(to target: String, endingIn before: Set<String>, nowIn after: Set<String>) {
        self.target = target
        self.before = before
        self.after = after
    }

    /// Whether the ledger expects the messages where they will be as well as where they are.
    public var isNeutral: Bool { before == after }
}

/// That a message counts as something in a queue: once more, or (-1) no longer.
struct LedgerEffect: Hashable {
    let queue: String
    let leaf: Leaf
    let amount: Int
}

extension MessageMender.Change {
    /// What it means to the ledger when it is done with a message.
    func effects(on message: ListedMessage, in place: MessagePlace) -> [LedgerEffect] {
        let counted = message.failure?.leaf
        // It waits again.
        let undone = counted.map { [LedgerEffect(queue: place.queue, leaf: $0, amount: -1)] } ?? []
        switch self {
        case .retry: return undone
        // What was given up has ended already.
        case .delete(let isCounted):
            guard isCounted, place.kind != .failed else { return [] }
            return [LedgerEffect(queue: place.queue, leaf: .purged, amount: 1)]
        case .move(let move):
            // A record that nothing was counted for comes from nowhere.
            let before = message.failure != nil && counted == nil ? [] : move.before
            return undone
                + before.subtracting(move.after).sorted().map { LedgerEffect(queue: $0, leaf: .moved, amount: 1) }
                + move.after.subtracting(before).sorted().map { LedgerEffect(queue: $0, leaf: .moved, amount: -1) }
        }
    }
}

/// The counters that changes of many messages move: those of the same service, day, origin and effects share them.
struct CounterBook {
    /// A field of a ledger.
    struct Counter {
        /// The number of the ledger in ``CounterBook/keys``, from 1.
        let ledger: Int
        let field: String
        /// What each message adds.
        let amount: Int
    }

    private struct Case: Hashable {
        let service: String
        let day: LogDay
        let isFromTail: Bool
        let effects: [LedgerEffect]
    }

    private(set) var keys: [String] = []
    private(set) var counters: [Counter] = []
    private var cases: [Case: Range<Int>] = [:]

    /// Notes what a message's change means.
    /// - Returns: Which of the ``counters`` it moves.
    mutating func note(_ effects: [LedgerEffect], _ envelope: MessageEnvelope) -> Range<Int> {
        guard !effects.isEmpty else { return 0..<0 }
        let message = Case(
            service: envelope.message.service, day: LogDay(of: envelope.message.line), isFromTail: envelope.isFromTail,
            effects: effects)
        if let known = cases[message] { return known }
        let first = counters.count
        let ledger = number(of: QueueKeys.ledger(message.service))
        for effect in effects {
            // What no tail has read arrives when it ends.
            for leaf in message.isFromTail ? [effect.leaf] : [effect.leaf, .pushed] {
                let field = LedgerField(message.day, effect.queue, leaf).name
                counters.append(Counter(ledger: ledger, field: field, amount: effect.amount))
            }
        }
        cases[message] = first..<counters.count
        return first..<counters.count
    }

    private mutating func number(of key: String) -> Int {
        if let index = keys.firstIndex(of: key) { return index + 1 }
        keys.append(key)
        return keys.count
    }
}
