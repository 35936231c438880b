import FoundationEssentials
import Glibc
import Settings
import Supervision

/// A supervisor of the processes in `HOME/processes.json`: `supervise-fixture HOME [terminal]`.
/// Also plays the parts of its own binary that the supervisor calls: `spawn-child` and `worker`.
@main
enum SuperviseFixture {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "spawn-child":
            ChildEntry(words: Array(words.dropFirst()))?.run()
            exit(64)
        case "worker":
            print("worker \(words.dropFirst().joined(separator: " "))")
            fflush(nil)
            while true { pause() }
        case let home?:
            try supervise(home, isLive: words.dropFirst().first == "terminal")
        case nil:
            exit(64)
        }
    }

    private static func supervise(_ home: String, isLive: Bool) throws {
        let display = Display(descriptor: STDOUT_FILENO, style: isLive ? .terminal(colours: false) : .plain)
        var settings = SupervisorSettings()
        settings.logfileMaxbytes = getenv("LOG_BYTES").flatMap { Int(String(cString: $0)) } ?? settings.logfileMaxbytes
        let supervisor = Supervisor(
            home: home, settings: settings, specs: try FixtureProcess.specs(in: home),
            environment: ProcessInfo.processInfo.environment, display: display, figures: isLive ? SlowFigures() : nil
        ) {
            do {
                return .success(try FixtureProcess.specs(in: home))
            } catch {
                return .failure(ReloadRefused(problems: ["processes.json cannot be read"]))
            }
        }
        do {
            try supervisor.run()
        } catch {
            var line = "\(error)\n"
            line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(1)
        }
    }
}

/// Figures from a source that answers once and then never again.
final class SlowFigures: WorkerFigures {
    func figures() -> [String: WorkerFigure] {
        if getenv("FIGURES_HANG") != nil { while true { pause() } }
        return ["steady_0": WorkerFigure(done: 1234, rate: 56.78, queueDepth: 9)]
    }
}

/// A section as the tests write it.
struct FixtureProcess: Decodable {
    var name: String
    var command: String?
    var numprocs: Int?
    var priority: Int?
    var autostart: Bool?
    var autorestart: String?
    var startsecs: Double?
    var startretries: Int?
    var maxbackoff: Double?
    var stopsignal: String?
    var stopwaitsecs: Double?
    var redirectStderr: Bool?
    var maxbytes: Int?
    var backups: Int?
    var environment: [String: String]?
    var user: String?

    static func specs(in home: String) throws -> [ProcessSpec] {
        let data = try Data(contentsOf: URL(filePath: "\(home)/processes.json"))
        var configuration = Configuration(directory: home)
        configuration.workers = try JSONDecoder().decode([FixtureProcess].self, from: data).map(\.worker)
        return ProcessSpec.all(of: configuration)
    }

    private var worker: WorkerSettings {
        var process = ProcessSettings()
        process.numprocs = numprocs ?? process.numprocs
        process.priority = priority ?? process.priority
        process.autostart = autostart ?? process.autostart
        process.autorestart = autorestart.flatMap(ProcessSettings.Autorestart.init) ?? process.autorestart
        process.startsecs = startsecs ?? 0.05
        process.startretries = startretries ?? process.startretries
        process.maxbackoff = maxbackoff ?? process.maxbackoff
        process.stopsignal = stopsignal ?? process.stopsignal
        process.stopwaitsecs = stopwaitsecs ?? process.stopwaitsecs
        process.redirectStderr = redirectStderr ?? process.redirectStderr
        process.logfileMaxbytes = maxbytes ?? process.logfileMaxbytes
        process.logfileBackups = backups ?? process.logfileBackups
        process.environment = environment ?? [:]
        process.user = user ?? ""
        let job: Job = command.map { .program(command: $0) } ?? .broker(BrokerSettings(listento: "in", fanout: ["out"]))
        return WorkerSettings(
            section: "process_\(name)", name: name, job: job, process: process,
            origin: Origin(file: "processes.json", line: 1))
    }
}
