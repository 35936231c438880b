import Glibc

/// What would keep lines from some queue that they are for, or give them to it twice.
extension CrossChecks {
    /// Everything found.
    var queueProblems: [ConfigurationProblem] { queueNames + doubledTargets + unlikeConsumers + sharedFiles }

    private var queueNames: [ConfigurationProblem] {
        configuration.workers.flatMap { worker -> [ConfigurationProblem] in
            worker.job.queues.compactMap { key, queue in
                QueueName.problem(of: queue).map { worker.problem(key, $0) }
            }
        }
    }

    /// A queue that is named twice would get every message twice.
    private var doubledTargets: [ConfigurationProblem] {
        configuration.workers.flatMap { worker -> [ConfigurationProblem] in
            guard case .broker(let broker) = worker.job else { return [] }
            var seen: Set<String> = []
            return broker.fanout.filter { !seen.insert($0).inserted }.map {
                worker.problem("fanout", "names \($0) twice")
            }
        }
    }

    /// Workers that take from one queue share its messages: what they do with them must be the same.
    private var unlikeConsumers: [ConfigurationProblem] {
        var first: [String: WorkerSettings] = [:]
        return configuration.workers.compactMap { worker -> ConfigurationProblem? in
            guard let queue = worker.job.listento, !queue.isEmpty else { return nil }
            let place = "\(worker.redis)\u{0}\(queue)"
            guard let other = first[place] else {
                first[place] = worker
                return nil
            }
            guard !worker.job.isLike(other.job) else { return nil }
            return worker.problem(
                "listento",
                "[\(other.section)] (\(other.origin)) takes from \(queue) too and does something else with it: each would"
                    + " get only a part; give each a queue of its own by a broker's fanout")
        }
    }

    /// Tails that follow one file share how far it has been read.
    private var sharedFiles: [ConfigurationProblem] {
        var earlier: [(worker: WorkerSettings, patterns: [String])] = []
        return configuration.workers.compactMap { worker -> ConfigurationProblem? in
            guard case .tail(let tail) = worker.job else { return nil }
            defer { earlier.append((worker, tail.logfile)) }
            for (other, patterns) in earlier where other.redis == worker.redis {
                guard let file = tail.logfile.first(where: { one in patterns.contains { Self.overlap(one, $0) } })
                else {
                    continue
                }
                return worker.problem(
                    "logfile",
                    "\(file) is followed by [\(other.section)] (\(other.origin)) too: each would get only a part")
            }
            return nil
        }
    }

    private static func overlap(_ one: String, _ other: String) -> Bool {
        one == other || fnmatch(one, other, FNM_PATHNAME) == 0 || fnmatch(other, one, FNM_PATHNAME) == 0
    }
}

extension Job {
    /// The queues that a section names, with the keys that say so.
    fileprivate var queues: [(key: String, queue: String)] {
        var queues = outputs
        if let listento { queues.append(("listento", listento)) }
        if let entry { queues.append(("pushto", entry)) }
        return queues
    }

    /// Whether messages end in the same places, whichever of the two takes them.
    fileprivate func isLike(_ other: Job) -> Bool {
        switch (self, other) {
        case (.broker(let one), .broker(let two)): Set(one.fanout) == Set(two.fanout)
        case (.file(let one), .file(let two)): one.logfile == two.logfile
        case (.publisher(let one), .publisher(let two)): one.channel == two.channel
        case (.graphite(let one), .graphite(let two)): one.graphite == two.graphite && one.prefix == two.prefix
        case (.recorder(let one), .recorder(let two)): one.database == two.database
        case (.pirus2(let one), .pirus2(let two)):
            one.endpointURL == two.endpointURL && one.trackerProtocol == two.trackerProtocol
                && one.successQueue == two.successQueue && one.otherQueue == two.otherQueue
        default: false
        }
    }
}
