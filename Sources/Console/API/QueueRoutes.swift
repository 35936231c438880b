import Hummingbird
import Mending
import Queues

/// `POST /api/v1/queues/QUEUE/ACTION`: has messages tried again, moves them, removes them; some, those found, or all.
struct QueueRoutes: ConsoleRoutes {
    private struct Done: Encodable {
        let queue: String
        let count: Int
        let message: String
    }

    /// What is to be done with which messages.
    private struct Call: Sendable {
        let place: MessagePlace
        let wishes: QueueWishes
        let choice: QueueMending.Choice
    }

    private struct Action: Sendable {
        let name: String
        /// What is messages' when none is said to be meant.
        var kind = MessagePlace.Kind.waiting
        /// What was done, for people: `moved to parked`.
        let words: @Sendable (Call) -> String
        let run: @Sendable (QueueMending, Call) throws -> Int
    }

    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        for action in [Self.retry, Self.move, Self.delete, Self.purge] {
            router.post(RouterPath("/api/v1/queues/{queue}/\(action.name)")) { try await act(action, $0, $1) }
        }
    }

    private static let retry = Action(
        name: "retry", kind: .failed,
        words: { $0.place.kind == .failed ? "put back into \($0.place.queue)" : "due now" },
        run: { try $0.retry($1.choice, in: $1.place) })

    private static let move = Action(
        name: "move", words: { "moved to \($0.wishes.target ?? "")" },
        run: { mending, call in
            guard let target = call.wishes.target, !target.isEmpty else {
                throw HTTPError(.badRequest, message: "target: name the queue that gets the messages")
            }
            return try mending.move(call.choice, in: call.place, to: target)
        })

    private static let delete = Action(
        name: "delete", words: { _ in "deleted" },
        run: { mending, call in
            if case .matching(let filter, _) = call.choice, filter.isEmpty {
                throw HTTPError(.badRequest, message: "messages or search: say which; purge deletes all")
            }
            return try mending.delete(call.choice, in: call.place)
        })

    private static let purge = Action(
        name: "purge", words: { _ in "deleted" },
        run: { mending, call in
            guard call.wishes.confirm == call.place.queue || call.wishes.confirm == call.place.name else {
                throw HTTPError(
                    .badRequest, message: "confirm: say the queue's name once more; there is no way back")
            }
            return try mending.delete(.all, in: call.place)
        })

    private func act(_ action: Action, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        let identity = try context.requireOperator()
        let name = try context.step("queue")
        let wishes = try await QueueWishes(request, context)
        let target =
            [wishes.redis, name, wishes.kind, wishes.target, wishes.scope].compactMap(\.self).filter { !$0.isEmpty }
        func note(_ result: String) throws {
            try services.audit.note(
                who: identity.name, address: context.address, action: action.name,
                target: target.joined(separator: " "), result: result)
        }
        do {
            let (call, count) = try await QueueCall.run(wishes.redis ?? "", services) { [action] connected in
                let place = try MessagePlace(named: name, try wishes.kindMeant ?? Self.kind(of: name, action))
                let call = Call(place: place, wishes: wishes, choice: try wishes.choice())
                return (call, try action.run(connected.mending, call))
            }
            try note("\(count)")
            return try Response.json(
                Done(queue: name, count: count, message: Self.words(count, wishes.messages?.count, action.words(call))))
        } catch let error as HTTPError {
            try note(error.status == .badRequest ? "refused: \(error.body ?? "")" : error.body ?? "")
            throw error
        }
    }

    /// `failed:pirus2` says itself what is meant.
    private static func kind(of name: String, _ action: Action) -> MessagePlace.Kind? {
        [QueueKeys.failed(""), QueueKeys.retry("")].contains(where: name.hasPrefix) ? nil : action.kind
    }

    private static func words(_ count: Int, _ chosen: Int?, _ done: String) -> String {
        func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(Figure.count(count)) messages" }
        guard let chosen, count < chosen else { return "\(messages(count)) \(done)" }
        return
            "\(Figure.count(count)) of \(messages(chosen)) \(done); the others are no longer there, or not as they were"
    }
}
