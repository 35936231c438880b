/// Which way messages go between the queues of one Redis, as the enabled workers send them.
public struct Topology: Sendable, Equatable {
    /// The queues that a broker fills from each queue.
    private var copies: [String: Set<String>] = [:]
    /// The queues that are filled from outside.
    private var entries: Set<String> = []
    /// The queues that workers take messages from to end their way.
    private var ends: Set<String> = []
    /// The queues that get what a worker is done with.
    private var onward: Set<String> = []

    /// The ways of the workers of a Redis.
    /// - Parameter redis: The name in `redis =`; "" for `[redis]`.
    public init(_ workers: [WorkerSettings], redis: String) {
        for worker in workers where worker.redis == redis {
            switch worker.job {
            case .program, .statsd, .console: break
            case .tail, .actions, .zeromq: if let entry = worker.job.entry { entries.insert(entry) }
            case .broker(let settings): copies[settings.listento, default: []].formUnion(settings.fanout)
            case .file(let settings): ends.insert(settings.listento)
            case .recorder(let settings): ends.insert(settings.listento)
            case .publisher(let settings): ends.insert(settings.listento)
            case .graphite(let settings): ends.insert(settings.listento)
            case .pirus2(let settings):
                ends.insert(settings.listento)
                onward.formUnion([settings.successQueue, settings.otherQueue].compactMap { $0 })
            }
        }
    }

    /// The queues in which every line that was read comes to an end, in order: those from which a worker takes messages
    /// that no other worker was done with before.
    public var branches: [String] { ends.subtracting(onward).sorted() }

    /// Whether lines that have not ended wait in a queue.
    public func isOnTheWay(_ queue: String) -> Bool {
        !onward.contains(queue)
            && (ends.union(entries).contains(queue) || copies.contains { $0 == queue || $1.contains(queue) })
    }

    /// The ``branches`` in which lines that wait in a queue come to an end.
    public func branches(through queue: String) -> Set<String> {
        Set(branches.filter { upstream(of: $0).contains(queue) })
    }

    /// The queue itself and those from which brokers fill it, directly or through others.
    public func upstream(of queue: String) -> Set<String> {
        var found: Set = [queue]
        var new: Set = [queue]
        while !new.isEmpty {
            new = Set(copies.filter { !$0.value.isDisjoint(with: new) }.keys).subtracting(found)
            found.formUnion(new)
        }
        return found
    }

    /// The queue in which lines come together that enter at several: the entry itself where there is one, else the first
    /// queue that a broker fills from all of them and that another one takes from; nil: there is none.
    public func meeting(of entries: Set<String>) -> String? {
        guard entries.count != 1 else { return entries.first }
        let common = copies.keys.filter { !entries.isEmpty && entries.isSubset(of: upstream(of: $0)) }
        return common.min { (upstream(of: $0).count, $0) < (upstream(of: $1).count, $1) }
    }

    /// All queues, each after those from which messages come to it.
    public var queuesInOrder: [String] {
        let fed = Set(copies.values.joined()).union(onward)
        let all = entries.union(copies.keys).union(ends).union(fed)
        func depth(_ queue: String) -> Int { onward.contains(queue) ? Int.max : upstream(of: queue).count }
        return all.sorted { (depth($0), $0) < (depth($1), $1) }
    }
}
