import CounterReports
import Glibc
import Hummingbird
import PluginAPI
import Settings
import Statistics

/// `/r51/…`: the COUNTER API of release 5.1 (Code of Practice, section 8), from which reports are fetched by program.
struct CounterRoutes: ConsoleRoutes {
    private let services: ConsoleServices
    private let access: CounterAccess
    private let desk: CounterDesk

    init(_ services: ConsoleServices) {
        self.services = services
        access = CounterAccess(services)
        desk = CounterDesk(services.audit)
    }

    /// A request that is answered, from the address on.
    private typealias Answer = @Sendable (CounterQuery, Request, ConsoleContext) async throws -> Response

    func add(to router: Router<ConsoleContext>) {
        add("status", to: router) { _, _, _ in try Response.counter([status]) }
        add("members", to: router) { query, _, context in try members(query, context) }
        add("reports", to: router) { query, request, context in try await reports(query, request, context) }
        for kind in ReportKind.allCases {
            add("reports/\(kind.step)", to: router) { query, request, context in
                try await report(kind, query, request, context)
            }
        }
    }

    private func add(_ path: String, to router: Router<ConsoleContext>, _ answer: @escaping Answer) {
        let answered = { @Sendable (request: Request, context: ConsoleContext) async throws -> Response in
            do {
                return try await answer(try CounterQuery(request.uri.query ?? ""), request, context)
            } catch let exception as CounterException {
                return try exception.response
            }
        }
        router.get("/r51/\(path)", use: answered)
        router.head("/r51/\(path)") { request, context in
            var response = try await answered(request, context)
            response.body = ResponseBody()
            return response
        }
    }

    private var now: UTCTime { UTCTime(secondsSince1970: Int64(time(nil))) }

    /// Nothing that names services: anybody may ask.
    private var status: CounterStatus {
        CounterStatus(
            Description: "COUNTER reports by loglines \(services.version)", Service_Active: access.isOpen,
            Note: access.isOpen ? nil : "No service has counter_keys yet.")
    }

    /// Every service that the key opens: with one key for all, its owner learns here what to ask for.
    private func members(_ query: CounterQuery, _ context: ConsoleContext) throws -> Response {
        try query.required(["customer_id", "api_key"])
        let caller = try access.caller(query, from: context.address)
        _ = try access.service(query, of: caller)
        return try Response.counter(
            caller.services.map { id in
                let platform = services.configuration.services[id]?.reports.platform ?? ""
                return CounterMember(Customer_ID: id, Institution_Name: platform.isEmpty ? id : platform)
            })
    }

    private func reports(_ query: CounterQuery, _ request: Request, _ context: ConsoleContext) async throws -> Response
    {
        try query.required(["customer_id", "api_key"])
        let caller = try access.caller(query, from: context.address)
        let reporting = try reporting(query, of: caller)
        let now = now
        guard let last = Month(of: now)?.previous, let only = ReportingPeriod(from: last, to: last)
        else { throw HTTPError(.internalServerError) }
        let months = try await desk.read(for: caller.key, "\(reporting.service.id) reports") { reading in
            try reporting.months(reporting.store(reading), now: now)
        }
        return try Response.counter(ReportKind.allCases.map { CounterReportInformation($0, months ?? only) })
    }

    private func report(
        _ kind: ReportKind, _ query: CounterQuery, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        try query.required(["customer_id", "api_key", "begin_date", "end_date"])
        let caller = try access.caller(query, from: context.address)
        let reporting = try reporting(query, of: caller)
        let now = now
        let dates = try CounterDates(query, now: now)
        // What would be refused is known; making the report is not worth it.
        guard request.method != .head else { return Response(status: .ok, headers: [.contentType: "application/json"]) }
        let folder = "\(services.configuration.directory)/run"
        let spooled = try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await desk.read(for: caller.key, "\(reporting.service.id) \(kind.rawValue)") { reading in
                let report = try reporting.report(kind, dates, query, reading, now: now)
                return try SpooledReport(in: folder) { piece in
                    try JSONReport(report).write { text in
                        if reading.isStopped() { throw CancellationError() }
                        try piece(text)
                    }
                }
            }
        }
        return spooled.response
    }

    private func reporting(
        _ query: CounterQuery, of caller: CounterAccess.Caller
    ) throws(CounterException) -> CounterReporting {
        let service = try access.service(query, of: caller)
        return CounterReporting(service: service, configuration: services.configuration, version: services.version)
    }
}
