import ArgumentParser
import Glibc
import SupervisorClient

/// Which processes a command is about.
struct ProcessNames: ParsableArguments {
    @Argument(help: "Groups (pirus2), processes (pirus2_0), or all.")
    var names: [String]
}

/// Has the supervisor do something, and prints each outcome as it comes.
/// - Throws: `ExitCode.configuration` when a reload was refused, `ExitCode.failure` when something else could not be done.
func control(_ request: ControlRequest, in directory: String) throws {
    var isReloadRefused = false
    let ok = try asking {
        try ControlClient(directory: directory).ask(request) { reply in
            switch reply {
            case .outcome(let outcome):
                print("\(outcome.name): \(outcome.text)")
                // Seen at once also where stdout is a pipe.
                fflush(nil)
            case .refused(let refusal):
                isReloadRefused = refusal.code == .badConfiguration
                if isReloadRefused { printError("not reloaded, the old configuration goes on:") }
                for reason in refusal.reasons { printError(reason) }
            case .processes, .changes, .supervisor, .end: break
            }
        }
    }
    if isReloadRefused { throw ExitCode.configuration }
    if !ok { throw ExitCode.failure }
}

/// Turns what goes wrong between us and the supervisor into one line on stderr and exit code 1.
func asking<Answer>(_ ask: () throws -> Answer) throws -> Answer {
    do {
        return try ask()
    } catch let error as SupervisorError {
        printError(error.description)
        throw ExitCode.failure
    }
}
