import PluginAPI
import RedisClient

/// Counts the messages of one settlement, so that the script that settles them moves the counters too.
///
/// A counter is a field of the hash `ledger:SERVICE`: see ``LedgerField``.
struct LedgerTally {
    /// Messages of the same service, day, leaf and origin.
    private struct Counter: Hashable {
        let service: String
        let day: LogDay
        let leaf: Leaf
        let isPushedByHand: Bool
    }

    /// What the script adds to.
    struct Fields {
        /// The number of the ledger in ``keys``, from 1.
        let ledger: Int
        /// The leaf's field.
        let leaf: String
        /// The field of messages that no tail has read; nil for those of a tail, which it has counted itself.
        let pushed: String?
        /// How many messages.
        var count = 0
    }

    /// The ledgers.
    private(set) var keys: [String] = []

    /// The counters.
    private(set) var fields: [Fields] = []

    private let queue: String
    private var numbers: [Counter: Int] = [:]
    private var last: (counter: Counter, number: Int)?

    /// A tally of messages of a queue.
    init(queue: String) { self.queue = queue }

    /// Counts a message.
    /// - Returns: The number of its counter, from 1.
    mutating func count(_ envelope: MessageEnvelope, _ leaf: Leaf) -> Int {
        let counter = Counter(
            service: envelope.message.service, day: LogDay(of: envelope.message.line), leaf: leaf,
            isPushedByHand: !envelope.isFromTail)
        let number = number(of: counter)
        fields[number - 1].count += 1
        return number
    }

    /// Appends for each counter the number of its ledger, its field, and what to add.
    func appendCounts(to command: inout RedisCommand) {
        for counter in fields {
            for field in [counter.leaf, counter.pushed].compactMap(\.self) {
                command.append(counter.ledger)
                command.append(field)
                command.append(counter.count)
            }
        }
    }

    private mutating func number(of counter: Counter) -> Int {
        // Neighbours are mostly of one day and kind.
        if let last, last.counter == counter { return last.number }
        let number = numbers[counter] ?? add(counter)
        last = (counter, number)
        return number
    }

    private mutating func add(_ counter: Counter) -> Int {
        let key = QueueKeys.ledger(counter.service)
        let ledger = keys.firstIndex(of: key) ?? keys.endIndex
        if ledger == keys.endIndex { keys.append(key) }
        fields.append(
            Fields(
                ledger: ledger + 1, leaf: LedgerField(counter.day, queue, counter.leaf).name,
                pushed: counter.isPushedByHand ? LedgerField(counter.day, queue, .pushed).name : nil))
        numbers[counter] = fields.count
        return fields.count
    }
}
