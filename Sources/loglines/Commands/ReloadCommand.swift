import ArgumentParser
import SupervisorClient

/// `loglines reload`.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Has the supervisor read its configuration again.",
        discussion:
            "Starts, stops and restarts only what changed. A bad configuration is refused and the old one goes on.")

    @OptionGroup var location: DirectoryOption

    func run() throws {
        try control(ControlRequest(.reload), in: location.directory)
    }
}
