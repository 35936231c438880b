import ArgumentParser

/// `loglines plugins`.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "Lists the parser plugins, tries one on log lines, or begins a new one.",
        subcommands: [PluginsList.self, PluginsTry.self, PluginsNew.self],
        defaultSubcommand: PluginsList.self)
}
