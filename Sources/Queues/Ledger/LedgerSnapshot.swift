public import RedisClient

/// All counters of a Redis and what its lists hold, taken in one step.
public struct LedgerSnapshot: Sendable {
    /// Whether counters and lists say the same of a queue.
    public struct Balance: Sendable, Equatable {
        /// The queue whose worker judges the lines.
        public let queue: String
        /// Messages in the lists: that queue, those before it, claimed ones, those to be tried again, and those that brokers
        /// keep on disk.
        public let inLists: Int
        /// What should be there: everything that arrived and has not ended, of all services and days.
        public let expected: Int

        /// How many more are there than should be.
        public var difference: Int { inLists - expected }
    }

    /// A queue in which lines come to an end.
    public struct Branch: Sendable {
        /// Its name.
        public let queue: String
        /// The queues before it, and itself.
        public let upstream: Set<String>

        /// A queue with those before it.
        public init(queue: String, upstream: Set<String>) {
            self.queue = queue
            self.upstream = upstream
        }
    }

    private var branches: [Branch]
    private var counters: [String: [(field: LedgerField, count: Int)]] = [:]
    private var lengths: [String: Int] = [:]

    /// Looks at everything at one moment.
    /// - Throws: ``RedisError``.
    public init(of branches: [Branch], _ connection: RedisConnection) throws {
        self.branches = branches
        let inspector = QueueInspector(connection)
        let prefix = QueueKeys.ledger("")
        let services = try inspector.keys(beginningWith: prefix, type: "hash").map {
            String($0.dropFirst(prefix.count))
        }
        let claimants = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
        let queues = branches.reduce(into: Set<String>()) { $0.formUnion($1.upstream) }

        var commands = services.map { RedisCommand("HGETALL", QueueKeys.ledger($0)) }
        var places: [String] = []
        for queue in queues {
            let temps = claimants.filter { $0.value == queue }.map { QueueKeys.temp($0.key) }
            for list in [queue] + temps { commands.append(RedisCommand("LLEN", list)) }
            commands.append(RedisCommand("ZCARD", QueueKeys.retry(queue)))
            places += Array(repeating: queue, count: temps.count + 2)
        }
        // Brokers that isolate keep on disk what is for a full queue.
        let spills = try inspector.keys(beginningWith: QueueKeys.spill, type: "hash").map(QueueInspector.lookIntoSpill)
        let answers = try connection.transaction(commands + spills)
        for (service, answer) in zip(services, answers) {
            counters[service] = answer.fields.compactMap { name, value in
                guard let field = LedgerField(name: name), let count = Int(value) else { return nil }
                return (field, count)
            }
        }
        addBranches()
        for (queue, answer) in zip(places, answers.dropFirst(services.count)) {
            lengths[queue, default: 0] += answer.integer ?? 0
        }
        for (queue, count) in answers.suffix(spills.count).compactMap(QueueInspector.spill) {
            lengths[queue, default: 0] += count
        }
    }

    /// Queues in which lines have ended and that no worker empties any more, or none of this configuration.
    private mutating func addBranches() {
        let known = branches.reduce(into: Set<String>()) { $0.formUnion($1.upstream) }
        let ends = counters.values.joined().filter { $0.field.leaf.stage != .unparsed && $0.field.leaf.isEnd }
        for queue in Set(ends.map(\.field.queue)).subtracting(known).sorted() {
            branches.append(Branch(queue: queue, upstream: [queue]))
        }
    }

    /// The services that have counters, in order.
    public var services: [String] { counters.keys.sorted() }

    /// What became of a service's lines in each queue where they end.
    /// - Parameter days: Only those that were logged on one of these days, as the lines write them; nil: all.
    public func ledgers(of service: String, days: ClosedRange<LogDay>? = nil) -> [Ledger] {
        let counters = (counters[service] ?? []).filter { days?.contains($0.field.day) ?? true }
        return ledgers(of: service, counters)
    }

    /// What became of a service's lines on each day on which it has some, in order.
    public func daily(of service: String) -> [(day: LogDay, ledgers: [Ledger])] {
        Dictionary(grouping: counters[service] ?? [], by: \.field.day).sorted { $0.key < $1.key }
            .map { ($0, ledgers(of: service, $1)) }
    }

    private func ledgers(of service: String, _ counters: [(field: LedgerField, count: Int)]) -> [Ledger] {
        branches.map { counted(service, counters, in: $0) }
            .filter { $0 != Ledger(service: service, queue: $0.queue) }
    }

    /// How many lines of all services tails have read into queues that no branch has upstream: nobody ends them.
    public var unended: Int {
        let known = branches.reduce(into: Set<String>()) { $0.formUnion($1.upstream) }
        return counters.values.joined().reduce(0) { sum, counter in
            counter.field.leaf == .read && !known.contains(counter.field.queue) ? sum + counter.count : sum
        }
    }

    /// Whether counters and lists agree, for each queue where lines end.
    public var balances: [Balance] {
        branches.map { branch in
            Balance(
                queue: branch.queue, inLists: branch.upstream.reduce(0) { $0 + (lengths[$1] ?? 0) },
                expected: counters.reduce(0) { $0 + counted($1.key, $1.value, in: branch).waiting })
        }
    }

    /// Lines that ended in a queue before the branch (too long, purged) are ended for it as well.
    private func counted(
        _ service: String, _ counters: [(field: LedgerField, count: Int)], in branch: Branch
    ) -> Ledger {
        var ledger = Ledger(service: service, queue: branch.queue)
        for (field, count) in counters where branch.upstream.contains(field.queue) { ledger.add(count, field.leaf) }
        return ledger
    }
}
