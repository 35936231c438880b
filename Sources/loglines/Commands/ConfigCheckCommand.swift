import ArgumentParser
import Inspection
import Settings

/// `loglines config check`.
struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says everything that is wrong with loglines.cfg and the worker files.",
        discussion: "Exits with 78 when there are errors. Files of workers that are not enabled are checked too.")

    @OptionGroup var location: DirectoryOption

    @Flag(help: "Print the problems as JSON.")
    var json = false

    func run() throws {
        let loaded = CheckedConfiguration.check(location.directory)
        if json {
            try printJSON(loaded.problems.map(ProblemReport.init))
        } else {
            for problem in loaded.problems { printError(problem.description) }
        }
        if loaded.hasErrors { throw ExitCode.configuration }
        if !json, let configuration = loaded.configuration {
            let processes = configuration.workers.reduce(0) { $0 + $1.process.numprocs }
            print(
                "good: services \(configuration.services.count), workers \(configuration.workers.count), "
                    + "processes \(processes), warnings \(loaded.problems.count)")
        }
    }
}

/// A problem as JSON has it.
private struct ProblemReport: Encodable {
    let severity: String
    let file: String
    let line: Int?
    let section: String?
    let key: String?
    let message: String

    init(_ problem: ConfigurationProblem) {
        severity = problem.severity.rawValue
        file = problem.file
        line = problem.line
        section = problem.section
        key = problem.key
        message = problem.message
    }
}
