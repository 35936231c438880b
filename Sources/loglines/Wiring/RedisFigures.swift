import Inspection
import Queues
import RedisClient
import Settings
import Supervision
import Synchronization

/// What the supervisor's display shows of the workers: their heartbeats and the depths of their queues.
final class RedisFigures: WorkerFigures {
    private struct Watched {
        let instance: String
        let worker: String
        let queue: String?
    }

    /// The configuration to look at from the next time on; short to lock, whatever Redis does.
    private let next = Mutex<Configuration?>(nil)
    private let servers = Mutex<[(client: RedisClient, workers: [Watched])]>([])

    /// Looks at the workers of a configuration from now on.
    func watch(_ configuration: Configuration) {
        next.withLock { $0 = configuration }
    }

    func figures() -> [String: WorkerFigure] {
        servers.withLock { servers in
            if let configuration = next.withLock({ $0.take() }) { servers = RedisFigures.servers(of: configuration) }
            var figures: [String: WorkerFigure] = [:]
            for (client, workers) in servers {
                // While Redis is away there are no figures; the workers themselves say that it is.
                let current = try? client.once { connection in
                    try workers.map { ($0.instance, try WorkerFigure(connection, worker: $0.worker, queue: $0.queue)) }
                }
                for (instance, figure) in current ?? [] { figures[instance] = figure }
            }
            return figures
        }
    }

    private static func servers(of configuration: Configuration) -> [(client: RedisClient, workers: [Watched])] {
        let workers = configuration.workers.filter { $0.job.kind != "program" }
        return Dictionary(grouping: workers, by: \.redis).compactMap { name, workers in
            guard let settings = configuration.redis[name] else { return nil }
            let watched = workers.flatMap { worker in
                (0..<worker.process.numprocs).map { number in
                    Watched(
                        instance: worker.processName(number, directory: configuration.directory),
                        worker: configuration.identified(worker.instance(number)), queue: worker.job.listento)
                }
            }
            return (RedisClient(RedisAddress(settings), pause: { _ in false }), watched)
        }
    }
}

extension WorkerFigure {
    fileprivate init(_ connection: RedisConnection, worker: String, queue: String?) throws {
        let beat = try connection.run(RedisCommand("HMGET", QueueKeys.worker(worker), "done", "rate")).elements
        let depth = try queue.flatMap { try connection.run(RedisCommand("LLEN", $0)).integer }
        self.init(
            done: beat.first?.integer ?? 0, rate: beat.last?.text.flatMap(Double.init) ?? 0, queueDepth: depth)
    }
}
