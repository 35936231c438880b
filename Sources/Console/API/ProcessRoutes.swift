import FoundationEssentials
import Hummingbird
import SupervisorClient

/// `POST /api/v1/processes/NAME/ACTION`: starts, stops, restarts, signals a process, a group, or all.
struct ProcessRoutes: ConsoleRoutes {
    private struct Outcome: Encodable {
        let name: String
        let group: String
        let ok: Bool
        let result: String
    }

    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.post("/api/v1/processes/{name}/start") { try await run(.start, $0, $1) }
        router.post("/api/v1/processes/{name}/stop") { try await run(.stop, $0, $1) }
        router.post("/api/v1/processes/{name}/restart") { try await run(.restart, $0, $1) }
        router.post("/api/v1/processes/{name}/clear") { try await run(.clear, $0, $1) }
        router.post("/api/v1/processes/{name}/signal/{signal}") {
            try await run(.signal(try $1.parameters.require("signal")), $0, $1)
        }
    }

    private func run(
        _ action: ProcessActions.Action, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        let identity = try context.requireOperator()
        let name = try context.parameters.require("name")
        let actions = ProcessActions(services, ProcessActions.Caller(name: identity.name, address: context.address))
        do {
            let all = try await SupervisorCalls(services.supervisor).ask(.status).processes
            guard let chosen = Self.processes(name, of: all) else {
                throw HTTPError(.notFound, message: "there is no process and no group of this name")
            }
            let outcomes = try await actions.run(action, chosen)
            if outcomes.contains(where: { $0.code == .badSignal }) {
                throw HTTPError(.badRequest, message: "there is no such signal")
            }
            let isDone = outcomes.allSatisfy { $0.code == .success }
            return try Response.json(
                outcomes.map {
                    Outcome(
                        name: $0.process.name, group: $0.process.group, ok: $0.code == .success, result: $0.text)
                }, status: isDone ? .ok : .conflict)
        } catch let refusal as ControlRefusal {
            throw HTTPError(.conflict, message: refusal.text)
        } catch let error as SupervisorError {
            throw HTTPError(.serviceUnavailable, message: error.description)
        }
    }

    /// A process, a group by its bare name or as `GROUP:*`, or `all` but the console.
    private static func processes(_ name: String, of all: [ProcessReport]) -> [ProcessReport]? {
        if name == "all" { return all.filter { !$0.isConsole } }
        let group = all.filter { $0.group == name }
        return group.isEmpty ? ProcessName(name).processes(of: all) : group
    }
}
