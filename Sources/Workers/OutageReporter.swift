import Logging
import RedisClient
import Synchronization

/// Says in a worker's log and heartbeat when its Redis goes and when it is back, and counts how often it was.
public final class OutageReporter: Sendable {
    private let returns = Atomic(0)
    private let log: Logger
    private let progress: WorkerProgress

    init(_ log: Logger, _ progress: WorkerProgress) {
        (self.log, self.progress) = (log, progress)
    }

    /// How often Redis was away and came back.
    var count: Int { returns.load(ordering: .relaxed) }

    /// Tells what happened.
    func report(_ event: RedisClient.Event) {
        switch event {
        case .lost(let error):
            log.warning("Redis is away, waiting", metadata: ["reason": "\(error)"])
            progress.state("waiting for Redis")
            progress.error("\(error)")
        case .back(let outage, let newMaster):
            returns.add(1, ordering: .relaxed)
            var metadata: Logger.Metadata = ["after": "\(outage / .seconds(1)) s"]
            if let newMaster { metadata["new_master"] = "\(newMaster)" }
            log.notice("Redis is back", metadata: metadata)
            progress.state("running")
        }
    }
}
