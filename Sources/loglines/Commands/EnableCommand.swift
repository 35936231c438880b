import ArgumentParser
import FoundationEssentials
import Settings

/// `loglines enable`.
struct EnableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Enables workers: links their files into workers_enabled/.",
        discussion: "A running supervisor starts them at the next `loglines reload`. A file with errors is not enabled."
    )

    @OptionGroup var location: DirectoryOption

    @Argument(help: "Workers, by the names of their files in workers_available/ without .conf.")
    var names: [String]

    func run() throws {
        let files = WorkerFiles(directory: location.directory)
        let enabled = files.names(in: .enabled)
        let broken = names.filter { files.names(in: .available).contains($0) && !enabled.contains($0) }
            .flatMap { name in
                ConfigurationLoader.check(
                    file: files.path(name, in: .available), directory: location.directory,
                    environment: ProcessInfo.processInfo.environment)
            }
            .filter { $0.severity == .error }
        for problem in broken { printError(problem.description) }
        if !broken.isEmpty { throw ExitCode.configuration }
        try changing {
            for name in names { print(try files.enable(name) ? "\(name): enabled" : "\(name): was enabled already") }
        }
    }
}

/// Turns what goes wrong with worker files into one line on stderr and an exit code.
func changing(_ change: () throws -> Void) throws {
    do {
        try change()
    } catch let error as WorkerFileError {
        printError(error.description)
        throw error.isWrongName ? ExitCode.usage : ExitCode.failure
    }
}
