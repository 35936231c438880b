import ArgumentParser

/// `loglines config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks and shows the configuration.",
        subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self])
}
