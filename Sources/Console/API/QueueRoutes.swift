import FoundationEssentials
import Hummingbird
import Lookups
import PluginAPI
import Queues
import Settings

/// `POST /api/v1/queues/QUEUE/ACTION`: puts failed messages back, moves a queue's messages, removes them.
struct QueueRoutes: ConsoleRoutes {
    /// What a call may say in its body, as JSON or as a form.
    private struct Wishes: Decodable {
        /// The Redis, by its name in `redis =`.
        var redis: String?
        /// `retry`: at most so many, the oldest first.
        var count: Int?
        /// `retry`: only those whose reason has this text in it.
        var reason: String?
        /// `move`: the queue that gets them.
        var target: String?
        /// `purge`: the queue's name once more, so that nobody empties one by a slip.
        var confirm: String?
    }

    private struct Done: Encodable {
        let queue: String
        let count: Int
    }

    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.post("/api/v1/queues/{queue}/retry") { try await act("retry", $0, $1, Self.retry) }
        router.post("/api/v1/queues/{queue}/move") { try await act("move", $0, $1, Self.move) }
        router.post("/api/v1/queues/{queue}/purge") { try await act("purge", $0, $1, Self.purge) }
    }

    private typealias Action = @Sendable (QueueCall, String, Wishes) throws -> Int

    private static let retry: Action = { call, queue, wishes in
        let isWanted: (FailureRecord) -> Bool = { record in wishes.reason.map { record.error.contains($0) } ?? true }
        var hasUnresolved = false
        try call.inspector.eachFailure(of: queue) { record in
            if isWanted(record), record.error.hasPrefix(Unresolved.prefix) { hasUnresolved = true }
        }
        // First: a worker may take a message the moment that it is back.
        if hasUnresolved { _ = try LookupCache(call.connection).forgetUnknown() }
        return try call.inspector.change(
            MessagePlace(queue, .failed), .retry, atMost: wishes.count ?? .max,
            where: { $0.failure.map(isWanted) ?? false })
    }

    private static let move: Action = { call, queue, wishes in
        guard let target = wishes.target, QueueName.problem(of: target) == nil, !queue.hasPrefix(QueueKeys.failed(""))
        else { throw HTTPError(.badRequest, message: "target: name the queue that gets the messages") }
        return try call.inspector.move(queue, to: target)
    }

    private static let purge: Action = { call, queue, wishes in
        guard wishes.confirm == queue else {
            throw HTTPError(.badRequest, message: "confirm: say the queue's name once more; there is no way back")
        }
        return try call.inspector.purge(queue, isCounted: call.topology.isOnTheWay(queue))
    }

    private func act(
        _ name: String, _ request: Request, _ context: ConsoleContext, _ action: @escaping Action
    ) async throws -> Response {
        let identity = try context.requireOperator()
        let queue = try context.parameters.require("queue")
        let prefix = QueueKeys.failed("")
        let bare = name == "purge" && queue.hasPrefix(prefix) ? String(queue.dropFirst(prefix.count)) : queue
        if let problem = QueueName.problem(of: bare) { throw HTTPError(.badRequest, message: problem) }
        let wishes = try await Self.wishes(request, context)
        let redis = wishes.redis ?? ""
        let target = ([redis, queue] + [wishes.target].compactMap(\.self)).filter { !$0.isEmpty }.joined(separator: " ")
        func note(_ result: String) throws {
            try services.audit.note(
                who: identity.name, address: context.address, action: name, target: target, result: result)
        }
        do {
            let count = try await QueueCall.run(redis, services) { try action($0, queue, wishes) }
            try note("\(count)")
            return try Response.json(Done(queue: queue, count: count))
        } catch let error as HTTPError {
            try note("refused: \(error.body ?? "")")
            throw error
        } catch {
            try note("\(error)")
            throw HTTPError(.serviceUnavailable, message: "\(error)")
        }
    }

    private static func wishes(_ request: Request, _ context: ConsoleContext) async throws -> Wishes {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        guard body.readableBytes > 0 else { return Wishes() }
        do {
            if request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true {
                return try URLEncodedFormDecoder().decode(Wishes.self, from: String(buffer: body))
            }
            return try JSONDecoder().decode(Wishes.self, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: "the body is neither JSON nor a form of the fields of this call")
        }
    }
}
