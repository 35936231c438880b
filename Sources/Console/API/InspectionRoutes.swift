import Hummingbird
import Inspection

/// `/api/v1/ledger`, `/api/v1/explain`, `/api/v1/configuration`: what `loglines ledger`, `explain` and `config` print.
struct InspectionRoutes: ConsoleRoutes {
    let desk: InspectionDesk

    func add(to router: Router<ConsoleContext>) {
        router.get("/api/v1/ledger") { request, _ in
            let query = try LedgerQuery(request.uri.query ?? "")
            return try await answer { query.report(try await desk.ledger(of: query.redis)).json }
        }
        router.post("/api/v1/explain") { request, context in
            let question = try await ExplainQuestion(request, context)
            return try await answer { try await desk.explain(question).json }
        }
        router.get("/api/v1/configuration") { _, _ in
            try await answer { try await desk.check().json }
        }
    }

    private func answer(_ make: () async throws -> JSONText) async throws -> Response {
        do {
            return Response.json(try await make())
        } catch {
            throw HTTPError(inspecting: error)
        }
    }
}

extension Response {
    /// JSON as the commands print it.
    static func json(_ value: JSONText) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: value.line + "\n")))
    }
}
