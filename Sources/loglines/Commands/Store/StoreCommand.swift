import ArgumentParser

/// `loglines store`: the statistics store.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Looks after the statistics store, and writes out what it holds.",
        subcommands: [
            StoreMigrateCommand.self, StoreCheckCommand.self, StoreRebuildCommand.self, StoreVacuumCommand.self,
            StoreExportCommand.self,
        ])
}
