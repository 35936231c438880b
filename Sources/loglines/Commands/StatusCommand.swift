import ArgumentParser
import Supervision
import SupervisorClient

/// `loglines status`: the processes of the running supervisor.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the processes of the running supervisor.")

    @OptionGroup var location: DirectoryOption

    @Flag(help: "Print JSON with the keys of supervisord's getProcessInfo.")
    var json = false

    @Argument(help: "Groups (pirus2) or processes (pirus2_0); none: all.")
    var names: [String] = []

    func run() throws {
        let answer = try asking { try ControlClient(directory: location.directory).status(names) }
        if json {
            try printJSON(answer.processes)
        } else {
            for line in StatusTable(answer.processes).lines { print(line) }
        }
        for name in answer.unknown { printError("\(name): no such process") }
        if !answer.unknown.isEmpty { throw ExitCode.failure }
    }
}
