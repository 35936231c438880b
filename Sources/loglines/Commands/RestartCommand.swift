import ArgumentParser
import SupervisorClient

/// `loglines restart`.
struct RestartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Stops processes, then starts them.")

    @OptionGroup var location: DirectoryOption
    @OptionGroup var processes: ProcessNames

    func run() throws {
        try control(ControlRequest(.restart, names: processes.names), in: location.directory)
    }
}
