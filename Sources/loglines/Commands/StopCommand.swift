import ArgumentParser
import SupervisorClient

/// `loglines stop`.
struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stops processes and waits until they are gone.")

    @OptionGroup var location: DirectoryOption
    @OptionGroup var processes: ProcessNames

    func run() throws {
        try control(ControlRequest(.stop, names: processes.names), in: location.directory)
    }
}
