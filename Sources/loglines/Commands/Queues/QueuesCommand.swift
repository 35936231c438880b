import ArgumentParser

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
