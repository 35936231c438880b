import Hummingbird
import PluginAPI
import Settings
import SupervisorClient

/// One process or worker: all its figures, and what it writes, as it writes it.
struct WorkerPage: ConsoleRoutes {
    /// The topic's name; what is wanted is `ROLE/NAME`.
    static let topic = "worker:"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/workers/{name}") { request, context in
            let name = try context.step("name")
            let snapshot = services.state.snapshot
            guard let instance = Self.find(name, in: snapshot) else {
                throw HTTPError(.notFound, message: "there is no worker of this name")
            }
            let role = context.identity?.role ?? .reader
            var values = Self.values(instance, snapshot, role, services.configuration)
            values["role"] = role.rawValue
            values["worker"] = instance.name
            let channel = request.uri.queryParameters["channel"].flatMap { LogChannel(rawValue: String($0)) } ?? .stdout
            if let process = instance.process, let file = process.file(of: channel) {
                values["log"] = Self.log(process, channel, file)
            } else {
                values["noLog"] = Self.noLog(instance, channel)
            }
            return renderer.page("worker", title: instance.name, path: "/workers", values, context)
        }
    }

    /// The live part.
    static func live(
        _ snapshot: ConsoleSnapshot, _ wanted: String, _ renderer: PageRenderer, _ configuration: Configuration
    ) -> String? {
        guard let slash = wanted.firstIndex(of: "/"), let role = Role(rawValue: String(wanted[..<slash])) else {
            return nil
        }
        let instance = find(String(wanted[slash...].dropFirst()), in: snapshot)
        return renderer.part("worker_live", instance.map { values($0, snapshot, role, configuration) } ?? [:])
    }

    /// By its name on pages, or its full one.
    private static func find(_ name: String, in snapshot: ConsoleSnapshot) -> Instance? {
        let own = Instance.own(in: snapshot)
        return own.first { $0.name == name } ?? own.first { $0.process?.fullName == name }
            ?? Instance.others(in: snapshot).first { $0.name == name }
    }

    private static func values(
        _ instance: Instance, _ snapshot: ConsoleSnapshot, _ role: Role, _ configuration: Configuration
    ) -> [String: Any] {
        [
            "instance": instance.values(snapshot, forOperator: role == .operator),
            "facts": facts(instance, snapshot, configuration).map { term, text, isCode in
                ["term": term, "text": text, "isCode": isCode] as [String: Any]
            },
        ]
    }

    private static func facts(
        _ instance: Instance, _ snapshot: ConsoleSnapshot, _ configuration: Configuration
    ) -> [(String, String, Bool)] {
        var facts: [(String, String?, Bool)] = [("machine", instance.host, false)]
        if let worker = instance.worker {
            facts += [
                ("kind", worker.kind, false), ("takes from", worker.queue, true),
                ("Redis", worker.redis.isEmpty ? nil : worker.redis, false),
                (
                    "sign of life", "\(Figure.duration(Double(max(0, snapshot.time / 1000 - worker.beat)))) ago", false
                ),
            ]
        }
        if let process = instance.process {
            facts += [
                ("command", ProcessConfiguration.command(of: process, configuration), true),
                ("stdout", process.stdoutFile, true), ("stderr", process.stderrFile, true),
                ("could not be started", process.spawnerr, false),
                (
                    "ended last", process.stop == 0 ? nil : process.ending(now: process.now), false
                ),
            ]
            if process.isConsole {
                facts.append(("stop", "This console cannot stop itself: loglines stop \(process.name)", false))
            }
        }
        return facts.compactMap { term, text, isCode in text.flatMap { $0.isEmpty ? nil : (term, $0, isCode) } }
    }

    private static func log(
        _ process: ProcessReport, _ channel: LogChannel, _ file: String
    ) -> [String: Any] {
        [
            "topic": "\(process.fullName)/\(channel.rawValue)", "label": "Log of \(process.name)", "file": file,
            "hasStderr": process.stderrFile != nil, "isStdout": channel == .stdout, "isStderr": channel == .stderr,
            "tail": "/logtail/\(PercentEncoding.encoded(process.fullName))/\(channel.rawValue)",
        ]
    }

    private static func noLog(_ instance: Instance, _ channel: LogChannel) -> String {
        guard instance.process != nil else {
            return "Its log is where it was started: only logs of this supervisor's processes can be followed here."
        }
        return channel == .stderr ? "Its stderr goes where its stdout goes." : "Its stdout goes nowhere."
    }
}

extension ProcessReport {
    /// How and when it ended last.
    fileprivate func ending(now: Int) -> String {
        let how = exitstatus < 0 ? "by a signal" : "with exit status \(exitstatus)"
        return "\(Figure.duration(Double(max(0, now - stop)))) ago, \(how)"
    }
}
