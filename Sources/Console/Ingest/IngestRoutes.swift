import HTTPTypes
import Hummingbird
import NIOCore
import PluginAPI
import Synchronization

/// `POST /ingest/SERVICE`: log lines into the queue of a service, while they come.
struct IngestRoutes: ConsoleRoutes {
    /// Uploads that are under way. Each has a thread and some megabytes.
    private final class Slots: Sendable {
        static let most = 16
        private let taken = Mutex(0)

        func take() -> Bool {
            taken.withLock { taken in
                guard taken < Self.most else { return false }
                taken += 1
                return true
            }
        }

        func give() { taken.withLock { $0 -= 1 } }
    }

    private let services: ConsoleServices
    private let access: IngestAccess
    private let slots = Slots()

    init(_ services: ConsoleServices) {
        self.services = services
        access = IngestAccess(services)
    }

    func add(to router: Router<ConsoleContext>) {
        router.post("/ingest/{service}") { request, context in
            do {
                return try await take(request, context)
            } catch let problem as IngestProblem {
                return try Self.response(problem, IngestAnswer())
            }
        }
    }

    private func take(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let written = try context.parameters.require("service")
        let service = PercentEncoding.decodedOnce(Array(written.utf8)[...])
        try access.check(request, context, service: service)
        let plan = try IngestPlan(request, service: service, services)
        guard slots.take() else {
            throw IngestProblem(.serviceUnavailable, "\(Slots.most) uploads are under way", retryAfter: 5)
        }
        defer { slots.give() }
        let channel = context.channel
        let upload = IngestUpload(plan) { channel.triggerUserOutboundEvent(RequestWatch.Busy(), promise: nil) }
        channel.triggerUserOutboundEvent(RequestWatch.Continue(), promise: nil)
        do {
            for try await buffer in request.body { try await upload.take(buffer) }
            return try Response.json(try await upload.finish())
        } catch let problem as IngestProblem {
            return try Self.response(problem, await upload.answer)
        }
    }

    private static func response(_ problem: IngestProblem, _ answer: IngestAnswer) throws -> Response {
        var answer = answer
        answer.error = problem.reason
        var response = try Response.json(answer, status: problem.status)
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"loglines\"" }
        return response
    }
}
