import ArgumentParser
import SupervisorClient

/// `loglines shutdown`.
struct ShutdownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown", abstract: "Stops every process and then the supervisor itself.")

    @OptionGroup var location: DirectoryOption

    func run() throws {
        try control(ControlRequest(.shutdown), in: location.directory)
    }
}
