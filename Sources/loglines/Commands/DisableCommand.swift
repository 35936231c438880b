import ArgumentParser
import Settings

/// `loglines disable`.
struct DisableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Disables workers: removes their links from workers_enabled/.",
        discussion: "A running supervisor stops them at the next `loglines reload`.")

    @OptionGroup var location: DirectoryOption

    @Argument(help: "Workers, by the names of their files in workers_enabled/ without .conf.")
    var names: [String]

    func run() throws {
        let files = WorkerFiles(directory: location.directory)
        try changing {
            for name in names { print(try files.disable(name) ? "\(name): disabled" : "\(name): was not enabled") }
        }
    }
}
