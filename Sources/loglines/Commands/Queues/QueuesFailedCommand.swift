import ArgumentParser
import Queues
import Telemetry

/// `loglines queues failed`: tells why messages were given up.
struct QueuesFailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "Tells why messages of a queue were given up: each reason with an example.",
        discussion: "With -n it prints the oldest messages one by one.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String
    @Option(name: .short, help: "Print so many messages one by one.") var n: Int?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let inspector = try redis.connect().1
        if let n { return try list(inspector.failures(n, of: queue)) }
        let groups = try FailureGroup.all(of: queue, inspector)
        if json { return try printJSON(groups) }
        if groups.isEmpty { print("no message of \(queue) has failed") }
        for group in groups {
            print("\(group.count) × \(group.example.escapingControls)")
            print("    from \(group.first) to \(group.last); the oldest: \(group.message.escapingControls.shortened)")
        }
    }

    private func list(_ records: [FailureRecord]) throws {
        for record in records {
            let message = String(decoding: record.payload, as: UTF8.self).escapingControls
            if json {
                try printJSONLine([
                    "error": record.error, "when": record.when, "worker": record.worker, "message": message,
                ])
            } else {
                print("\(record.when) \(record.worker): \(record.error.escapingControls)\n    \(message.shortened)")
            }
        }
    }
}
