import Inspection
import RedisClient
import Settings

extension Configuration {
    /// How many messages wait for the enabled recorders beyond those that these take at once: of an import that is under way.
    /// - Returns: 0 where Redis cannot be asked: reports are made without it.
    var recordersBacklog: Int {
        workers.reduce(0) { total, worker in
            guard case .recorder(let recorder) = worker.job, var settings = redis[worker.redis] else { return total }
            settings.timeout = min(settings.timeout, 1)
            let client = RedisClient(RedisAddress(settings), pause: { _ in false })
            let depth = try? client.once { try $0.run(RedisCommand("LLEN", recorder.listento)).integer }
            return total + max(0, Int(depth.flatMap { $0 } ?? 0) - recorder.batch)
        }
    }
}
