import CounterReports
import Glibc
import Hummingbird
import PluginAPI
import Settings

/// COUNTER reports of the months that a report page shows, for who has logged in: `/reports/counter/ir.tsv?service=…`. Programs
/// fetch them from the COUNTER API (``CounterRoutes``), with keys.
struct CounterFiles: ConsoleRoutes {
    /// How a report is written.
    enum Form: String, CaseIterable {
        case tsv, json

        var type: String {
            switch self {
            case .tsv: "text/tab-separated-values; charset=utf-8"
            case .json: "application/json"
            }
        }
    }

    private let services: ConsoleServices
    private let inspection: InspectionDesk
    private let pages: ReportDesk
    private let desk: CounterDesk

    init(_ services: ConsoleServices, _ inspection: InspectionDesk, _ pages: ReportDesk) {
        (self.services, self.inspection, self.pages) = (services, inspection, pages)
        desk = CounterDesk(services.audit)
    }

    func add(to router: Router<ConsoleContext>) {
        for kind in ReportKind.allCases {
            for form in Form.allCases {
                router.get(RouterPath("\(Self.path(kind)).\(form)")) { request, context in
                    do {
                        return try await report(kind, form, request, context)
                    } catch let exception as CounterException {
                        throw HTTPError(exception.kind.status, message: exception.data)
                    }
                }
            }
        }
    }

    /// Where a report is, without the form.
    static func path(_ kind: ReportKind) -> String { "/reports/counter/\(kind.step)" }

    private func report(
        _ kind: ReportKind, _ form: Form, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        let now = UTCTime(secondsSince1970: Int64(time(nil)))
        guard let today = Month(of: now) else { throw HTTPError(.internalServerError) }
        let query = try ReportQuery(
            request.uri.query ?? "", services: try await pages.knownServices(), today: today)
        let configuration = try await inspection.configuration()
        guard let service = query.service.flatMap({ configuration.services[$0] }) else {
            throw HTTPError(.badRequest, message: "service: a COUNTER report is of one service that is configured")
        }
        // The months that are over: the header says which are not.
        let asked = try CounterQuery("begin_date=\(query.period.first)&end_date=\(query.period.last)")
        let dates = try CounterDates(asked, now: now)
        let reporting = CounterReporting(service: service, configuration: configuration, version: services.version)
        let folder = "\(services.configuration.directory)/run"
        let user = try context.requireIdentity().name
        let spooled = try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await desk.read(for: user, "\(service.id) \(kind.rawValue)") { reading in
                let report = try reporting.report(kind, dates, asked, reading, now: now)
                return try SpooledReport(in: folder) { piece in
                    switch form {
                    case .tsv: try TabularReport(report).write(piece)
                    case .json: try JSONReport(report).write(piece)
                    }
                }
            }
        }
        var response = spooled.response
        response.headers[.contentType] = form.type
        let name = ReportTable.fileName(
            "\(kind.step)", service.id, Pair(dates.period.first, dates.period.last), "\(form)")
        response.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return response
    }
}
