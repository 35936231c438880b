import ArgumentParser
import SupervisorClient

/// `loglines start`.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Starts processes and waits until they are up.")

    @OptionGroup var location: DirectoryOption
    @OptionGroup var processes: ProcessNames

    func run() throws {
        try control(ControlRequest(.start, names: processes.names), in: location.directory)
    }
}
