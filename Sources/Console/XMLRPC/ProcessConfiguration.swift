import FoundationEssentials
import Glibc
import Settings
import SupervisorClient

/// How processes are configured, as supervisord's `getAllConfigInfo` says it.
enum ProcessConfiguration {
    /// The processes that the configuration has now, in the order of their names.
    /// - Parameter running: Those of the supervisor's table.
    static func all(_ running: [ProcessReport], _ services: ConsoleServices) -> [XMLRPCValue] {
        let home = services.configuration.directory
        let environment = ProcessInfo.processInfo.environment
        // What is wrong in the files now is `reread`'s to say.
        let now = ConfigurationLoader.load(directory: home, environment: environment)
        let configuration = now.hasErrors ? services.configuration : now.configuration ?? services.configuration
        let reports = Dictionary(running.map { ($0.fullName, $0) }) { first, _ in first }
        return configuration.workers.flatMap { worker in
            (0..<worker.process.numprocs).map { number in
                let name = worker.processName(number, directory: home)
                let report = reports[worker.name == name ? name : "\(worker.name):\(name)"]
                return (
                    name, info(worker, number, name, report, isUsed: running.contains { $0.group == worker.name }, home)
                )
            }
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func info(
        _ worker: WorkerSettings, _ number: Int, _ name: String, _ report: ProcessReport?, isUsed: Bool, _ home: String
    ) -> XMLRPCValue {
        let process = worker.process
        return [
            "name": .string(name), "group": .string(worker.name), "command": .string(command(of: worker, number, home)),
            "autostart": .boolean(process.autostart), "inuse": .boolean(isUsed),
            "directory": .string(process.directory.isEmpty ? home : process.directory),
            "uid": uid(process.user), "exitcodes": .array(process.exitcodes.map { .int(Int($0)) }),
            "group_prio": .int(process.priority), "process_prio": .int(process.priority),
            "startretries": .int(process.startretries), "startsecs": .int(Int(process.startsecs.rounded(.up))),
            "stopsignal": .int(Int(SignalName.number(process.stopsignal))),
            "stopwaitsecs": .int(Int(process.stopwaitsecs.rounded(.up))), "killasgroup": true,
            "redirect_stderr": .boolean(process.redirectStderr), "serverurl": "none",
            "stdout_logfile": .string(report?.stdoutLogfile ?? "auto"),
            "stdout_logfile_maxbytes": .int(process.logfileMaxbytes),
            "stdout_logfile_backups": .int(process.logfileBackups), "stdout_capture_maxbytes": 0,
            "stdout_events_enabled": false, "stdout_syslog": false,
            "stderr_logfile": .string(report.map { $0.stderrFile ?? "none" } ?? "auto"),
            "stderr_logfile_maxbytes": .int(process.logfileMaxbytes),
            "stderr_logfile_backups": .int(process.logfileBackups), "stderr_capture_maxbytes": 0,
            "stderr_events_enabled": false, "stderr_syslog": false,
        ]
    }

    /// What the supervisor runs as a process; nil: the configuration has no such process.
    static func command(of process: ProcessReport, _ configuration: Configuration) -> String? {
        let home = configuration.directory
        guard let worker = configuration.workers.first(where: { $0.name == process.group }),
            let number = (0..<worker.process.numprocs).first(where: {
                worker.processName($0, directory: home) == process.name
            })
        else { return nil }
        return command(of: worker, number, home)
    }

    private static func command(of worker: WorkerSettings, _ number: Int, _ home: String) -> String {
        if case .program(let text) = worker.job { return worker.expanded(text, instance: number, directory: home) }
        return "loglines worker \(worker.name) \(number) --directory \(home)"
    }

    private static func uid(_ user: String) -> XMLRPCValue {
        guard !user.isEmpty, let entry = getpwnam(user) else { return "none" }
        return .int(Int(entry.pointee.pw_uid))
    }
}
