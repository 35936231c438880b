import Hummingbird
import Inspection
import Queues
import Settings

/// What became of all lines, and whether that is all that was read.
struct LedgerPage: ConsoleRoutes {
    /// The live part's topic, with ``LedgerQuery/text``.
    static let topic = "ledger?"

    /// How often the live part is made anew.
    private static let interval = Duration.seconds(3)

    private let services: ConsoleServices
    private let renderer: PageRenderer
    private let desk: InspectionDesk
    private let parts = SharedAnswers<String>(goodFor: .seconds(2))

    init(_ services: ConsoleServices, _ renderer: PageRenderer, _ desk: InspectionDesk) {
        self.services = services
        self.renderer = renderer
        self.desk = desk
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/ledger") { request, context in
            do {
                let query = try LedgerQuery(request.uri.query ?? "")
                var values = try await form(query)
                for (key, value) in await live(query) { values[key] = value }
                values["liveTopic"] = Self.topic + query.text
                return page(values, context)
            } catch let error as HTTPError {
                var values = try await form(LedgerQuery())
                for key in ["from", "to"] {
                    values[key] = request.uri.queryParameters[Substring(key)].map { String($0) } ?? ""
                }
                values["problem"] = error.body ?? ""
                return page(values, context, status: error.status)
            }
        }
    }

    private func page(
        _ values: [String: Any], _ context: ConsoleContext, status: HTTPResponse.Status = .ok
    ) -> Response {
        renderer.page("ledger", title: "Ledger", path: "/ledger", values, context, status: status)
    }

    /// The live part: the same page as often as something changes, made once for all who look at it.
    var source: LiveTopics.Source {
        .own { wanted, send in
            guard let query = try? LedgerQuery(wanted) else { return }
            var last = ""
            while !Task.isCancelled {
                let part = try await parts.answer(to: query.text) { renderer.part("ledger_live", await live(query)) }
                if part != last { try await send(part) }
                last = part
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    private func form(_ query: LedgerQuery) async throws -> [String: Any] {
        let configured = Set(try await desk.configuration().services.keys)
        // A service may have lines and no section any more.
        let counted = (try? await desk.ledger(of: query.redis).services) ?? []
        let names = configured.union(counted).union(query.service.map { [$0] } ?? []).sorted()
        return [
            "services": names.map { ["name": $0, "selected": $0 == query.service] as [String: Any] },
            "servers": services.serverChoices(selected: query.redis), "hasServers": services.redis.count > 1,
            "from": query.from?.description ?? "", "to": query.to?.description ?? "", "days": query.showsDays,
        ]
    }

    private func live(_ query: LedgerQuery) async -> [String: Any] {
        do {
            return LedgerView(query, query.report(try await desk.ledger(of: query.redis))).values
        } catch {
            let text = (error as? HTTPError)?.body ?? "\(error)"
            return [
                "verdict": [
                    "colour": Light.Colour.red.rawValue, "text": "The counters cannot be read", "details": [text],
                ]
                    as [String: Any]
            ]
        }
    }
}
