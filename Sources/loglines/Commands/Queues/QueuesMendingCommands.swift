import ArgumentParser
import Lookups
import PluginAPI
import Queues
import Settings
import Telemetry

/// `loglines queues retry`: puts failed messages back.
struct QueuesRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Puts failed messages of a queue back into it, with their tries forgotten.",
        discussion: "What was looked up for them in vain is asked anew.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String
    @Option(name: .short, help: "At most so many, the oldest first; without it all.") var n: Int?
    @Option(help: "Only those whose reason has this text in it.") var reason: String?
    @Option(help: "Only those whose message has this text in it.") var message: String?

    func run() throws {
        let connection = try redis.open().1
        let inspector = QueueInspector(connection)
        // What `queues show` and `queues purge` call it.
        let prefix = QueueKeys.failed("")
        let queue = queue.hasPrefix(prefix) ? String(queue.dropFirst(prefix.count)) : queue
        // First: a worker may take a message the moment that it is back.
        var hasUnresolved = false
        try inspector.eachFailure(of: queue) { record in
            if isWanted(record), record.error.hasPrefix(Unresolved.prefix) { hasUnresolved = true }
        }
        if hasUnresolved { _ = try LookupCache(connection).forgetUnknown() }
        let count = try inspector.retryFailures(n ?? .max, of: queue, where: isWanted)
        print("\(count) put back into \(queue.escapingControls)")
    }

    private func isWanted(_ record: FailureRecord) -> Bool {
        reason.map { record.error.contains($0) } ?? true
            && message.map { String(decoding: record.payload, as: UTF8.self).contains($0) } ?? true
    }
}

/// `loglines queues move`: moves a queue to another.
struct QueuesMoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves all messages of one queue to another, in their order.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue to empty.") var source: String
    @Argument(help: "The queue that gets them.") var target: String

    func validate() throws {
        if source.hasPrefix(QueueKeys.failed("")) {
            throw ValidationError("\(source) holds records, not messages; `queues retry` puts their messages back")
        }
        for name in [source, target] {
            try QueueName.problem(of: name).map { throw ValidationError($0.escapingControls) }
        }
    }

    func run() throws {
        let count = try redis.connect().1.move(source, to: target)
        print("\(count) moved from \(source.escapingControls) to \(target.escapingControls)")
    }
}

/// `loglines queues purge`: empties a queue.
struct QueuesPurgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Removes all messages that wait in a queue. There is no way back.",
        discussion: "Also what was given up: failed:QUEUE.")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String

    func validate() throws {
        let prefix = QueueKeys.failed("")
        let name = queue.hasPrefix(prefix) ? String(queue.dropFirst(prefix.count)) : queue
        try QueueName.problem(of: name).map { throw ValidationError($0.escapingControls) }
    }

    func run() throws {
        let (configuration, inspector) = try redis.connect()
        let isCounted = configuration.topology(ofRedis: redis.redis).isOnTheWay(queue)
        print("\(try inspector.purge(queue, isCounted: isCounted)) removed from \(queue.escapingControls)")
    }
}
