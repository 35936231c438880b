import Hummingbird
import Inspection
import Settings

/// What is decided of one line, and where it is: `/explain?id=…`, or a form to paste a line into.
struct ExplainPage: ConsoleRoutes {
    private let services: ConsoleServices
    private let renderer: PageRenderer
    private let desk: InspectionDesk

    init(_ services: ConsoleServices, _ renderer: PageRenderer, _ desk: InspectionDesk) {
        self.services = services
        self.renderer = renderer
        self.desk = desk
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/explain") { request, context in
            try await page(ExplainQuestion(request, context), context)
        }
        router.post("/explain") { request, context in
            let question = try await ExplainQuestion(request, context)
            // What has an address of its own is shown there, so that it can be passed on.
            if let link = question.link { return Response.redirect(to: link, type: .normal) }
            return try await page(question, context)
        }
    }

    private func page(_ question: ExplainQuestion, _ context: ConsoleContext) async throws -> Response {
        let names = try await desk.configuration().services.keys.sorted()
        var values: [String: Any] = [
            "line": question.line ?? "", "id": question.id ?? "", "file": question.file ?? "",
            "services": names.map { ["name": $0, "selected": $0 == question.service] as [String: Any] },
            "hasServices": names.count > 1, "servers": services.serverChoices(selected: question.redis ?? ""),
            "hasServers": services.redis.count > 1,
        ]
        var status = HTTPResponse.Status.ok
        if !question.isEmpty {
            do {
                let explanation = try await desk.explain(question)
                values["explanation"] = ExplanationView(explanation, redis: question.redis ?? "").values
            } catch {
                let error = HTTPError(inspecting: error)
                values["problem"] = error.body ?? ""
                status = error.status
            }
        }
        return renderer.page("explain", title: "Explain", path: "/explain", values, context, status: status)
    }
}
