import ArgumentParser
import Queues
import Settings
import Telemetry

/// `loglines queues list`, which is what `queues` alone does.
struct QueuesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tells how every queue stands, and which worker waits for what.")

    @OptionGroup var redis: RedisOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let (configuration, inspector) = try redis.connect()
        let overviews = try inspector.overview(of: configuration.topology(ofRedis: redis.redis).queuesInOrder)
        if json { return try printJSON(overviews) }
        let isSpilled = overviews.contains { $0.spilled > 0 }
        let rows = overviews.map { queue in
            [queue.name.escapingControls] + [queue.depth, queue.inFlight, queue.retry, queue.failed].map(String.init)
                + (isSpilled ? [String(queue.spilled)] : [])
        }
        let head = ["QUEUE", "WAITING", "IN FLIGHT", "RETRY", "FAILED"] + (isSpilled ? ["SPILLED"] : [])
        printTable([head] + rows, numbersFrom: 1)
        for (worker, state) in try inspector.waits() { print("\(worker) \(state)".escapingControls) }
    }
}
