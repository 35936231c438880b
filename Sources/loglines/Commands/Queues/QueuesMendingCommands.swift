import ArgumentParser
import Mending
import Queues
import Telemetry

/// `loglines queues retry`: puts failed messages back.
struct QueuesRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Puts failed messages of a queue back into it, with their tries forgotten.",
        discussion:
            "What was looked up for them in vain is asked anew. With retry:QUEUE what waits for another try is due now."
    )

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.", transform: { try MessagePlace.failedUnlessSaid($0) }) var queue: MessagePlace
    @Option(name: .short, help: "At most so many, the oldest first; without it all.") var n: Int?
    @Option(help: "Only those whose reason has this text in it.") var reason: String?
    @Option(help: "Only those whose message has this text in it.") var message: String?

    func run() throws {
        let choice = QueueMending.Choice.matching(MessageFilter(reason: reason, message: message), atMost: n ?? .max)
        let count = try redis.mending().retry(choice, in: queue)
        let name = queue.queue.escapingControls
        print(queue.kind == .retry ? "\(count) of \(name) are due now" : "\(count) put back into \(name)")
    }
}

/// `loglines queues move`: moves a queue to another.
struct QueuesMoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves all messages of one queue to another, in their order.",
        discussion:
            "Also what was given up (failed:QUEUE), with its tries forgotten, or waits for another try (retry:QUEUE).")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue to empty.", transform: { try MessagePlace(named: $0) }) var source: MessagePlace
    @Argument(help: "The queue that gets them.", transform: { try MessagePlace(named: $0) }) var target: MessagePlace

    func validate() throws {
        guard target.kind == .waiting else { throw ValidationError("messages are moved to a queue; name one") }
    }

    func run() throws {
        let count = try redis.mending().move(.all, in: source, to: target.queue)
        print("\(count) moved from \(source.name.escapingControls) to \(target.name.escapingControls)")
    }
}

/// `loglines queues purge`: empties a queue.
struct QueuesPurgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Removes all messages that wait in a queue. There is no way back.",
        discussion: "Also what was given up (failed:QUEUE) or waits for another try (retry:QUEUE).")

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.", transform: { try MessagePlace(named: $0) }) var queue: MessagePlace

    func run() throws {
        print("\(try redis.mending().delete(.all, in: queue)) removed from \(queue.name.escapingControls)")
    }
}

extension MessagePlace {
    /// What was given up, unless a name says that something else is meant.
    fileprivate static func failedUnlessSaid(_ name: String) throws -> MessagePlace {
        let place = try MessagePlace(named: name)
        return place.kind == .waiting ? MessagePlace(place.queue, .failed) : place
    }
}
