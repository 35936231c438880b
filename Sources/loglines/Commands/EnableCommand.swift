import ArgumentParser
import Inspection
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
        try changing {
            for name in names {
                try check(name, files)
                print(try files.enable(name) ? "\(name): enabled" : "\(name): was enabled already")
            }
        }
    }

    /// - Throws: `ExitCode.configuration` when the file of a worker to be enabled has errors.
    private func check(_ name: String, _ files: WorkerFiles) throws {
        guard files.names(in: .available).contains(name), !files.names(in: .enabled).contains(name) else { return }
        let errors = CheckedConfiguration.check(file: files.path(name, in: .available), location.directory)
            .filter { $0.severity == .error }
        for error in errors { printError(error.description) }
        if !errors.isEmpty { throw ExitCode.configuration }
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
