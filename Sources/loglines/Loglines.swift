import ArgumentParser

/// The command `loglines`.
@main
struct Loglines: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes usage lines in, queues them in Redis, and distributes them.",
        subcommands: [
            SupervisorCommand.self, StatusCommand.self, StartCommand.self, StopCommand.self, RestartCommand.self,
            ReloadCommand.self, LogsCommand.self, SpawnChildCommand.self,
            EnableCommand.self, DisableCommand.self, WorkersCommand.self,
            ConfigCommand.self,
        ])
}
