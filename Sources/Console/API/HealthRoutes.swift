import Hummingbird
import Settings
import SupervisorClient

/// `/health`: 200 when every enabled worker runs and Redis answers; else 503, with what is wrong.
struct HealthRoutes: ConsoleRoutes {
    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    private struct Health: Encodable {
        let healthy: Bool
        let problems: [String]
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/health") { _, context in
            let problems = services.state.staleness.map { [$0] } ?? services.state.snapshot.problems
            // Who has not logged in learns whether all is well, and no names.
            let health = Health(healthy: problems.isEmpty, problems: context.identity == nil ? [] : problems)
            return try Response.json(health, status: problems.isEmpty ? .ok : .serviceUnavailable)
        }
    }
}

extension ConsoleSnapshot {
    /// What is not as it should be, one line each. Nobody misses what is stopped and not started with the supervisor.
    var problems: [String] {
        var problems = supervisorProblem.map { [$0] } ?? []
        for process in processes where process.state != ProcessState.running.rawValue {
            if process.state == ProcessState.stopped.rawValue, !process.autostart { continue }
            let words = [process.statename, process.description].filter { !$0.isEmpty }
            problems.append("\(process.name): \(words.joined(separator: " "))")
        }
        let silent = Instance.own(in: self).compactMap { instance in
            instance.worker.flatMap { $0.isSilent(now: time / 1000) ? "\(instance.name): no sign of life" : nil }
        }
        problems += silent
        problems += missing.map { "\($0): enabled, but not among the supervisor's groups" }
        for server in servers {
            if let problem = server.problem { problems.append(problem) }
        }
        return problems
    }
}
