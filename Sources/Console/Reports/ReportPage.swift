import CounterReports
import Glibc
import Hummingbird
import PluginAPI
import Telemetry

/// Downloads and views, where they come from and what was left out: `/reports`, and each of its tables as a file.
struct ReportPage: ConsoleRoutes {
    private let renderer: PageRenderer
    private let desk: ReportDesk

    init(_ renderer: PageRenderer, _ desk: ReportDesk) { (self.renderer, self.desk) = (renderer, desk) }

    func add(to router: Router<ConsoleContext>) {
        router.get("/reports") { request, context in
            let services = try await desk.knownServices()
            let today = try today()
            do {
                let query = try ReportQuery(request.uri.query ?? "", services: services, today: today)
                var values = form(query, services, today)
                values.merge(body(try await desk.state(query), query)) { $1 }
                // Browsers print it on every sheet, and name a PDF by it.
                let title = "\(name(query)), \(range(query.period))"
                return renderer.page("reports", title: title, path: "/reports", values, context)
            } catch let error as HTTPError {
                var values = form(try ReportQuery("", services: services, today: today), services, today)
                for key in ["from", "to"] {
                    values[key] = request.uri.queryParameters[Substring(key)].map { String($0) } ?? ""
                }
                values["problem"] = error.body ?? ""
                return renderer.page(
                    "reports", title: "Reports", path: "/reports", values, context, status: error.status)
            }
        }
        for table in ReportTable.allCases {
            router.get(RouterPath("/reports/\(table.rawValue).csv")) { request, _ in
                let query = try ReportQuery(
                    request.uri.query ?? "", services: try await desk.knownServices(), today: try today())
                guard case .figures(let figures) = try await desk.state(query) else {
                    throw HTTPError(.notFound, message: "there is no statistics store that can be read")
                }
                return Response(
                    status: .ok,
                    headers: [
                        .contentType: CSVText.type,
                        .contentDisposition: "attachment; filename=\"\(table.file(query))\"",
                    ],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: CSVText.text(table.table(figures, query)))))
            }
        }
    }

    private func today() throws -> Month {
        guard let month = Month(of: UTCTime(secondsSince1970: Int64(time(nil)))) else {
            throw HTTPError(.internalServerError, message: "the machine's clock is wrong")
        }
        return month
    }

    private func form(_ query: ReportQuery, _ services: [String], _ today: Month) -> [String: Any] {
        let all = services.count > 1 || query.service == nil ? [(ReportQuery.all, "All services")] : []
        return [
            "shownService": name(query),
            "range": range(query.period),
            "services": (services.map { ($0, $0) } + all).map { value, name in
                ["value": value, "name": name, "selected": value == query.service ?? ReportQuery.all] as [String: Any]
            },
            "service": query.service ?? ReportQuery.all,
            "from": "\(query.period.first)", "to": "\(query.period.last)",
            "compare": "\(query.compared.first)", "with": "\(query.compared.second)",
            "presets": ReportQuery.presets(today: today).map { name, period in
                var wanted = query
                wanted.period = period
                return [
                    "name": name, "link": "/reports?\(wanted.textOfRange)", "current": period == query.period,
                ] as [String: Any]
            },
        ]
    }

    private func name(_ query: ReportQuery) -> String { query.service?.escapingControls ?? "All services" }

    private func range(_ period: ReportingPeriod) -> String {
        let (first, last) = (ReportSteps.text(period.first), ReportSteps.text(period.last))
        return first == last ? first : "\(first) to \(last)"
    }

    private func body(_ state: ReportState, _ query: ReportQuery) -> [String: Any] {
        switch state {
        case .noRecorder:
            verdict(
                .grey, "Nothing is recorded yet",
                [
                    "No recorder is enabled. Enable it with: loglines enable recorder",
                    "It takes the lines of the queue that its listento names; the broker's fanout must name that queue too.",
                ])
        case .absent(let store):
            verdict(
                .grey, "Nothing is recorded yet", [store.escapingControls],
                link: ("/workers", "See how the recorder stands"))
        case .unreadable(let why):
            verdict(.red, "The statistics store cannot be read", [why.escapingControls])
        case .figures(let figures) where figures.isEmpty: empty(figures, query)
        case .figures(let figures):
            ReportView(figures, query).values
        }
    }

    private func empty(_ figures: ReportFigures, _ query: ReportQuery) -> [String: Any] {
        let title = "Nothing is recorded of \(range(query.period))"
        guard let recorded = figures.recorded else {
            return verdict(
                .grey, title,
                ["Nothing is recorded of \(query.service?.escapingControls ?? "any service") at all."],
                link: ("/ledger", "See what became of its lines"))
        }
        var wanted = query
        let earliest = recorded.last.advanced(by: 1 - ReportQuery.mostMonths) ?? recorded.first
        wanted.period = ReportingPeriod(from: max(recorded.first, earliest), to: recorded.last) ?? recorded
        return verdict(
            .grey, title, ["What is recorded is of \(range(recorded))."],
            link: ("/reports?\(wanted.textOfRange)", "Show \(range(wanted.period))"))
    }

    private func verdict(
        _ colour: Light.Colour, _ text: String, _ details: [String], link: (path: String, text: String)? = nil
    ) -> [String: Any] {
        [
            "verdict": [
                "colour": colour.rawValue, "text": text, "details": details, "link": link?.path ?? "",
                "linkText": link?.text ?? "",
            ].withoutEmptyTexts as [String: Any]
        ]
    }
}
