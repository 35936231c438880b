import ArgumentParser
import PluginAPI
import Queues
import Telemetry

/// `loglines queues show`: prints messages.
struct QueuesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Prints the next messages of a queue.",
        discussion: "Also what a worker holds (temp:pirus2_0), and what was given up (failed:pirus2).")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String
    @Option(name: .short, help: "How many.") var n = 10
    @Flag(help: "Print JSON lines.") var json = false

    func run() throws {
        if queue.hasPrefix(QueueKeys.failed("")) {
            var failed = QueuesFailedCommand()
            (failed.redis, failed.queue) = (redis, String(queue.dropFirst(QueueKeys.failed("").count)))
            (failed.n, failed.json) = (n, json)
            return try failed.run()
        }
        for entry in try redis.connect().1.oldest(n, of: queue) {
            let text = String(decoding: entry, as: UTF8.self).escapingControls
            do {
                let envelope = try MessageEnvelope(json: entry)
                let shown = ShownMessage(envelope)
                try json ? printJSONLine(shown) : print(shown.summary)
            } catch let error as MalformedMessage {
                try json ? printJSONLine(["entry": text, "error": error.description]) : print("? \(error): \(text)")
            }
        }
    }
}
