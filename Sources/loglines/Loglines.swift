import ArgumentParser

/// The command `loglines`.
@main
struct Loglines: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes usage lines in, queues them in Redis, and distributes them.",
        version: version,
        subcommands: [
            SupervisorCommand.self, WorkerCommand.self,
            EnableCommand.self, DisableCommand.self, WorkersCommand.self,
            StatusCommand.self, StartCommand.self, StopCommand.self, RestartCommand.self, ReloadCommand.self,
            ShutdownCommand.self,
            LogsCommand.self, QueuesCommand.self, ImportCommand.self, LedgerCommand.self, ExplainCommand.self,
            LiveCommand.self, PluginsCommand.self, StoreCommand.self, ReportCommand.self,
            ConfigCommand.self,
            TrackerCommand.self,
            GenerateCommand.self,
            SpawnChildCommand.self,
        ])
}

/// The version of this program, as CHANGELOG.md counts.
let version = "0.1.0"
