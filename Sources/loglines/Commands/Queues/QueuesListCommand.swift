import ArgumentParser
import Queues
import Settings

/// `loglines queues list`, which is what `queues` alone does.
struct QueuesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Tells how every queue stands.")

    @OptionGroup var redis: RedisOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let (configuration, inspector) = try redis.connect()
        let overviews = try inspector.overview(of: configuration.queues(ofRedis: redis.redis))
        if json { return try printJSON(overviews) }
        let isSpilled = overviews.contains { $0.spilled > 0 }
        let rows = overviews.map { queue in
            [queue.name] + [queue.depth, queue.inFlight, queue.retry, queue.failed].map(String.init)
                + (isSpilled ? [String(queue.spilled)] : [])
        }
        let head = ["QUEUE", "WAITING", "IN FLIGHT", "RETRY", "FAILED"] + (isSpilled ? ["SPILLED"] : [])
        printTable([head] + rows, numbersFrom: 1)
    }
}

extension Configuration {
    /// The queues that the enabled workers of a Redis take from or push to.
    func queues(ofRedis redis: String) -> Set<String> {
        var queues: Set<String> = []
        for worker in workers where worker.redis == redis {
            switch worker.job {
            case .program: break
            case .tail(let settings): queues.insert(settings.pushto)
            case .broker(let settings): queues.formUnion([settings.listento] + settings.fanout)
            case .file(let settings): queues.insert(settings.listento)
            case .pirus2(let settings):
                queues.formUnion([settings.listento, settings.successQueue, settings.otherQueue].compactMap { $0 })
            }
        }
        return queues
    }
}
