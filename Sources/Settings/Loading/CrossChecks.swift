/// What can be wrong between sections that are right each for itself.
struct CrossChecks {
    let configuration: Configuration

    /// Everything found.
    var problems: [ConfigurationProblem] {
        names + redis + loops + writers + lonely + services + patterns + consoles + anonymity + queueProblems
    }

    /// `[worker_x]` and `[logger_x]` would both be called x.
    private var names: [ConfigurationProblem] {
        var first: [String: WorkerSettings] = [:]
        return configuration.workers.compactMap { worker -> ConfigurationProblem? in
            guard let other = first[worker.name] else {
                first[worker.name] = worker
                return nil
            }
            return worker.problem(nil, "the name \(worker.name) is taken by [\(other.section)] (\(other.origin))")
        }
    }

    private var redis: [ConfigurationProblem] {
        configuration.workers.filter { configuration.redis[$0.redis] == nil }.map { worker in
            let names = configuration.redis.keys.filter { !$0.isEmpty }
            return worker.problem(
                "redis", "there is no section [redis_\(worker.redis)]" + Nearest.hint(for: worker.redis, among: names))
        }
    }

    /// A message that came back to where it was taken from would go round for ever.
    private var loops: [ConfigurationProblem] {
        configuration.workers.flatMap { worker -> [ConfigurationProblem] in
            guard let source = worker.job.listento, !source.isEmpty else { return [] }
            return worker.job.outputs.compactMap { key, queue in
                guard reaches(source, from: queue, redis: worker.redis) else { return nil }
                return worker.problem(
                    key,
                    queue == source ? "is the queue it listens to" : "\(queue) leads back to \(source), its own queue")
            }
        }
    }

    private func reaches(_ target: String, from start: String, redis: String) -> Bool {
        var seen: Set<String> = [start]
        var waiting = [start]
        while let queue = waiting.popLast() {
            if queue == target { return true }
            for worker in configuration.workers where worker.redis == redis && worker.job.listento == queue {
                waiting += worker.job.outputs.map(\.queue).filter { seen.insert($0).inserted }
            }
        }
        return false
    }

    /// A file logger cuts off what it had written and not acknowledged when it was killed: it must be the only one that writes to its
    /// file.
    private var writers: [ConfigurationProblem] {
        var first: [String: WorkerSettings] = [:]
        return configuration.workers.compactMap { worker -> ConfigurationProblem? in
            guard case .file(let file) = worker.job else { return nil }
            if let other = first[file.logfile] {
                return worker.problem("logfile", "[\(other.section)] (\(other.origin)) writes to the same file")
            }
            first[file.logfile] = worker
            return nil
        }
    }

    /// What several processes cannot share.
    private var lonely: [ConfigurationProblem] {
        configuration.workers.compactMap { worker in
            guard worker.process.numprocs > 1, let reason = worker.job.reasonToBeAlone else { return nil }
            return worker.problem("numprocs", reason)
        }
    }

    /// Messages of a service without section can be parsed only by a worker with a plugin of its own.
    private var services: [ConfigurationProblem] {
        guard configuration.workers.allSatisfy({ $0.job.repositoryPlugin == nil }) else { return [] }
        return configuration.workers.compactMap { worker -> ConfigurationProblem? in
            guard let service = worker.job.service, !service.isEmpty, configuration.services[service] == nil else {
                return nil
            }
            let nearest = Nearest.hint(for: service, among: configuration.services.keys)
            return worker.problem("servicename", "there is no section [service_\(service)]" + nearest, as: .warning)
        }
    }

    /// Without places there is nothing to hide.
    private var anonymity: [ConfigurationProblem] {
        configuration.services.values.filter { $0.anonymity > 1 && $0.geoip.isEmpty }.sorted { $0.id < $1.id }.map {
            ConfigurationProblem(
                .warning, at: $0.origins[ServiceKeys.anonymity] ?? $0.origin, section: "service_\($0.id)",
                key: ServiceKeys.anonymity, "does nothing without geoip")
        }
    }

    /// Whoever can reach a console must not get in with a password that everybody knows.
    private var consoles: [ConfigurationProblem] {
        configuration.workers.flatMap { worker -> [ConfigurationProblem] in
            guard case .console(let console) = worker.job else { return [] }
            var problems: [ConfigurationProblem] = []
            let listen = configuration.listen(of: console)
            if !listen.isLoopback, ["", "loglines", "password", "user"].contains(configuration.supervisor.password) {
                problems.append(
                    worker.problem(
                        "port", "\(listen) can be reached from other machines: set a password in [supervisor] first"))
            }
            if let moksha = console.moksha { problems += worker.problems(of: moksha, besides: listen) }
            return problems
        }
    }

    private var patterns: [ConfigurationProblem] {
        configuration.workers.flatMap { worker -> [ConfigurationProblem] in
            guard case .tail(let tail) = worker.job else { return [] }
            return tail.logfile.filter { filesFound(by: $0) == 0 }.map {
                worker.problem("logfile", "\($0): no such file yet", as: .warning)
            }
        }
    }
}

extension Job {
    /// The queues that messages go on to, with the keys that say so.
    var outputs: [(key: String, queue: String)] {
        switch self {
        case .program, .tail, .file, .recorder, .publisher, .statsd, .graphite, .actions, .zeromq, .console: []
        case .broker(let settings): settings.fanout.map { ("fanout", $0) }
        case .pirus2(let settings):
            [("success_queue", settings.successQueue), ("other_queue", settings.otherQueue)]
                .compactMap { key, queue in queue.map { (key, $0) } }
        }
    }

    /// The service of the messages that it makes, if it makes any.
    fileprivate var service: String? {
        switch self {
        case .actions(let settings): settings.pushto.map { _ in settings.servicename }
        default: source?.service
        }
    }

    /// Why there must not be more than one process of it; nil: there may be.
    fileprivate var reasonToBeAlone: String? {
        switch self {
        case .file: "only one process can write to a file"
        // Carbon keeps one value of a metric and time: of what several counted it would keep what came last.
        case .graphite: "only one process can count what carbon is told"
        // Senders give every message to each who has subscribed.
        case .zeromq: "each process would get every message"
        case .statsd, .actions, .console: "only one process can listen on a port"
        case .program, .tail, .broker, .pirus2, .recorder, .publisher: nil
        }
    }

    /// The plugin of services that name none.
    var repositoryPlugin: String? {
        guard case .pirus2(let settings) = self, !settings.repositoryPlugin.isEmpty else { return nil }
        return settings.repositoryPlugin
    }
}

extension WorkerSettings {
    /// What is wrong with the port for Moksha's clients, at which nobody logs in.
    fileprivate func problems(of moksha: HostPort, besides listen: HostPort) -> [ConfigurationProblem] {
        if moksha.port == listen.port, moksha.port != 0 {
            return [problem("moksha_port", "\(moksha) is the console's own port")]
        }
        guard !moksha.isLoopback else { return [] }
        return [
            problem(
                "moksha_port",
                "\(moksha) can be reached from other machines without login, and tells where readers are, with the addresses"
                    + " that anonymise leaves", as: .warning)
        ]
    }

    /// A problem with a key of this section, or with the section.
    func problem(
        _ key: String?, _ message: String, as severity: ConfigurationProblem.Severity = .error
    ) -> ConfigurationProblem {
        ConfigurationProblem(
            severity, at: key.flatMap { origins[$0] } ?? origin, section: section, key: key, message)
    }
}
