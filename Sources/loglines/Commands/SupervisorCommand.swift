import ArgumentParser
import FoundationEssentials
import Glibc
import Inspection
import Settings
import Supervision

/// `loglines supervisor`.
struct SupervisorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervisor",
        abstract: "Runs everything in workers_enabled/ in the foreground.",
        discussion: """
            SIGTERM or Ctrl-C stops everything, a second one kills what is left. SIGHUP reads the configuration again and \
            starts, stops and restarts only what changed.
            """)

    @OptionGroup var location: DirectoryOption

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try loadConfiguration(location.directory, warnings: true)
        let home = configuration.directory
        let figures = RedisFigures()
        figures.watch(configuration)
        var display = Display(descriptor: STDOUT_FILENO, style: .suiting(STDOUT_FILENO, environment: environment))
        for invitation in configuration.invitations { display.tell(invitation) }
        let supervisor = Supervisor(
            home: home, settings: configuration.supervisor, specs: ProcessSpec.all(of: configuration),
            environment: environment, display: display, figures: figures
        ) {
            let loaded = CheckedConfiguration.load(home)
            if let configuration = loaded.configuration {
                figures.watch(configuration)
                return .success(ProcessSpec.all(of: configuration))
            }
            let errors = loaded.problems.filter { $0.severity == .error }
            return .failure(ReloadRefused(problems: errors.map(\.description)))
        }
        try asking { try supervisor.run() }
    }
}

extension Configuration {
    /// Where people find the consoles, and how they get in.
    fileprivate var invitations: [String] {
        workers.compactMap { worker in
            guard case .console(let console) = worker.job else { return nil }
            let scheme = console.certificate.isEmpty ? "http" : "https"
            let password = supervisor.password.isEmpty ? "the password in run/console.password" : "its password"
            return "\(worker.name): \(scheme)://\(listen(of: console))/ for \(supervisor.username) with \(password)"
        }
    }
}
