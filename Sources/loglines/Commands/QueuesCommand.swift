import ArgumentParser
import PluginAPI
import Queues
import RedisClient
import Settings
import Telemetry

/// `loglines queues`: looks into the Redis queues and mends them.
struct QueuesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "Inspects and mends the Redis queues.",
        subcommands: [
            QueuesListCommand.self, QueuesShowCommand.self, QueuesFailedCommand.self, QueuesRetryCommand.self,
            QueuesMoveCommand.self, QueuesPurgeCommand.self,
        ],
        defaultSubcommand: QueuesListCommand.self)
}

/// Which Redis a command looks into.
struct RedisOption: ParsableArguments {
    @OptionGroup var directory: DirectoryOption

    @Option(help: "The NAME of a [redis_NAME] section; without it [redis].")
    var redis = ""

    /// Connects, or ends with one line that says why not.
    func connect() throws -> (Configuration, QueueInspector) {
        let configuration = try loadConfiguration(directory.directory)
        guard let settings = configuration.redis[redis] else {
            printError("loglines.cfg: there is no [redis_\(redis)] section")
            throw ExitCode.configuration
        }
        return (configuration, QueueInspector(try RedisConnection(RedisAddress(settings))))
    }
}

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

struct QueuesRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Puts failed messages of a queue back into it, with their tries forgotten.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String
    @Option(name: .short, help: "At most so many, the oldest first; without it all.") var n: Int?
    @Option(help: "Only those whose reason has this text in it.") var reason: String?
    @Option(help: "Only those whose message has this text in it.") var message: String?

    func run() throws {
        let inspector = try redis.connect().1
        let count = try inspector.retryFailures(n ?? .max, of: queue) { record in
            reason.map { record.error.contains($0) } ?? true
                && message.map { String(decoding: record.payload, as: UTF8.self).contains($0) } ?? true
        }
        print("\(count) put back into \(queue)")
    }
}

struct QueuesMoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves all messages of one queue to another, in their order.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue to empty.") var source: String
    @Argument(help: "The queue that gets them.") var target: String

    func run() throws {
        print("\(try redis.connect().1.move(source, to: target)) moved from \(source) to \(target)")
    }
}

struct QueuesPurgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Removes all messages that wait in a queue. There is no way back.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String

    func run() throws {
        print("\(try redis.connect().1.purge(queue)) removed from \(queue)")
    }
}

/// A message as people read it.
private struct ShownMessage: Encodable {
    let service: String
    let logline: String
    let id: String?
    let tries: Int

    init(_ envelope: MessageEnvelope) {
        service = envelope.message.service
        logline = String(decoding: envelope.message.line, as: UTF8.self)
        id = envelope.message.id
        tries = envelope.tries
    }

    var summary: String {
        let about = [service, id, tries > 0 ? "\(tries) tries" : nil].compactMap { $0 }.joined(separator: "  ")
        return "\(about.escapingControls)\n    \(logline.escapingControls.shortened)"
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

extension String {
    /// Its beginning, where it is too long for people to read.
    fileprivate var shortened: String {
        utf8.count <= 500 ? self : "\(prefix(500))… (\(utf8.count) bytes; --json shows all)"
    }
}
