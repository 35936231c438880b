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

    /// What a form may say besides.
    private struct Wishes: Decodable {
        /// The processes' numbers as its page showed them, with spaces between.
        var seen: String?
    }

    private let services: ConsoleServices
    private let restarts = RestartGuard()

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.post("/api/v1/processes/{name}/start") { try await run(.start, $0, $1) }
        router.post("/api/v1/processes/{name}/stop") { try await run(.stop, $0, $1) }
        router.post("/api/v1/processes/{name}/restart") { try await run(.restart, $0, $1) }
        router.post("/api/v1/processes/{name}/clear") { try await run(.clear, $0, $1) }
        router.post("/api/v1/processes/{name}/signal/{signal}") {
            try await run(.signal(try $1.step("signal")), $0, $1)
        }
    }

    private func run(
        _ action: ProcessActions.Action, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        let identity = try context.requireOperator()
        let name = try context.step("name")
        let actions = ProcessActions(services, ProcessActions.Caller(name: identity.name, address: context.address))
        do {
            let all = try await SupervisorCalls(services.supervisor).ask(.status).processes
            guard let chosen = Self.processes(name, of: all) else {
                throw HTTPError(.notFound, message: "there is no process and no group of this name")
            }
            let (wanted, done) =
                action == .restart
                ? restarts.begin(chosen, seen: try await Self.seen(request, context)) : (chosen, [])
            defer { if action == .restart { restarts.end(wanted) } }
            let outcomes =
                try await actions.run(action, wanted)
                + done.map { ProcessActions.Outcome(process: $0, code: .success, text: "has just been restarted") }
            if outcomes.contains(where: { $0.code == .badSignal }) {
                throw HTTPError(.badRequest, message: "there is no such signal")
            }
            // Of several, some may be as they are wanted already.
            let fine = chosen.count > 1 ? [.success, action.nothingToDo] : [.success]
            let answers = outcomes.map {
                Outcome(
                    name: $0.process.name, group: $0.process.group, ok: fine.contains($0.code), result: $0.text)
            }
            return try Response.json(answers, status: answers.allSatisfy(\.ok) ? .ok : .conflict)
        } catch let refusal as ControlRefusal {
            throw HTTPError(.conflict, message: refusal.text)
        } catch let error as SupervisorError {
            throw HTTPError(.serviceUnavailable, message: error.description)
        }
    }

    private static func seen(_ request: Request, _ context: ConsoleContext) async throws -> Set<Int>? {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return nil }
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        let wishes: Wishes
        do {
            wishes = try URLEncodedFormDecoder().decode(Wishes.self, from: String(buffer: body))
        } catch {
            throw HTTPError(.badRequest, message: "the body is no form of the fields of this call")
        }
        return wishes.seen.map { Set($0.split(separator: " ").compactMap { Int($0) }) }
    }

    /// A process, a group by its bare name or as `GROUP:*`, or `all` but the console.
    private static func processes(_ name: String, of all: [ProcessReport]) -> [ProcessReport]? {
        if name == "all" { return all.filter { !$0.isConsole } }
        let group = all.filter { $0.group == name }
        return group.isEmpty ? ProcessName(name).processes(of: all) : group
    }
}

extension ProcessActions.Action {
    /// What is said of a process that needs it no more.
    fileprivate var nothingToDo: XMLRPCFault.Code {
        switch self {
        case .start: .alreadyStarted
        case .stop: .notRunning
        case .restart, .clear, .signal: .success
        }
    }
}
