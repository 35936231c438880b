import Actions
import FoundationEssentials
import Hummingbird

/// `/api/v1/actions`: what sensors and people have said; and a line of one's own. `/flowr/api/`: the same as Ansible's page had it.
struct ActionRoutes: ConsoleRoutes {
    private struct Wishes: Decodable {
        /// The line; or what follows the action's name.
        let line: String
        /// What stands before it.
        var action: String?
        /// The worker instance.
        var worker: String?
    }

    private struct Done: Encodable {
        let action: String
        let message: String
    }

    private let services: ConsoleServices
    private let desk: ActionsDesk

    init(_ services: ConsoleServices, _ desk: ActionsDesk) {
        (self.services, self.desk) = (services, desk)
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/api/v1/actions") { _, _ in try Response.json(try await known().actions) }
        router.get("/api/v1/actions/{name}") { request, context in
            let name = try context.step("name")
            let worker = request.uri.queryParameters.get("worker")
            guard let action = try await desk.action(name, of: worker) else {
                throw HTTPError(.notFound, message: "there is no action \(name)")
            }
            return try Response.json(action)
        }
        router.post("/api/v1/actions") { request, context in try await post(request, context) }
        router.get("/flowr/api") { _, _ in
            var state = ActionState(history: .max)
            for action in try await known().actions {
                for value in action.values {
                    state.add(
                        action.name,
                        ActionValue(time: value.time, ActionContent(value.kind, value.number, value.text ?? "")))
                }
            }
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: state.line())))
        }
    }

    /// All actions; where nobody can be asked, nothing is known, which is not the same as nothing.
    private func known() async throws -> ActionsDesk.All {
        let all = await desk.actions()
        guard all.problems.isEmpty || all.problems.count < desk.places.count else {
            throw HTTPError(.serviceUnavailable, message: all.problems.joined(separator: "; "))
        }
        return all
    }

    private func post(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let identity = try context.requireOperator()
        let wishes = try await wishes(request, context)
        let place = desk.places.first { wishes.worker.map { $0.isEmpty } ?? true || $0.worker == wishes.worker }
        guard let place else { throw HTTPError(.notFound, message: "there is no such worker of kind = actions") }
        let text = [wishes.action, wishes.line].compactMap(\.self).joined(separator: " ")
        let line: ActionLine
        do {
            line = try ActionLine(text)
        } catch {
            throw HTTPError(.badRequest, message: "Not taken: \(error.description)")
        }
        let answer = await ActionSender.send(text, to: place)
        desk.forget()
        func note(_ result: String) throws {
            try services.audit.note(
                who: identity.name, address: context.address, action: "post action", target: "\(place.worker) \(text)",
                result: result)
        }
        switch answer {
        case .kept:
            try note("done")
            let words = ActionValue(time: 0, line.content).words
            return try Response.json(
                Done(
                    action: line.name,
                    message: words.isEmpty ? "\(line.name) is noted" : "\(line.name) \(words) is noted"))
        case .refused(let reason):
            try note("refused: \(reason)")
            throw HTTPError(.badRequest, message: "Not taken: \(reason)")
        case .silent(let reason):
            try note(reason)
            throw HTTPError(.serviceUnavailable, message: reason)
        }
    }

    private func wishes(_ request: Request, _ context: ConsoleContext) async throws -> Wishes {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        do {
            if request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true {
                return try URLEncodedFormDecoder().decode(Wishes.self, from: String(buffer: body))
            }
            return try JSONDecoder().decode(Wishes.self, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: "the body is neither JSON nor a form with the field line")
        }
    }
}
