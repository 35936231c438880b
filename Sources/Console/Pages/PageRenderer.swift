import FoundationEssentials
import Hummingbird
import Mustache

/// Makes pages of templates. Whatever a template names is escaped.
struct PageRenderer: Sendable {
    private static let pages = [
        ("/", "Overview"), ("/workers", "Workers"), ("/queues", "Queues"), ("/ledger", "Ledger"),
        (LiveTabs.path, "Live"), ("/reports", "Reports"), ("/explain", "Explain"), ("/configuration", "Configuration"),
    ]

    private let library: MustacheLibrary

    /// Compiles the templates.
    /// - Throws: What is wrong with one, and where.
    init() throws {
        var library = MustacheLibrary()
        for (name, bytes) in Self.templates {
            try library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
    }

    private static let templates: [(String, [UInt8])] = [
        ("action", PackageResources.action_mustache), ("actions", PackageResources.actions_mustache),
        ("actions_live", PackageResources.actions_live_mustache),
        ("configuration", PackageResources.configuration_mustache),
        ("explain", PackageResources.explain_mustache), ("explanation", PackageResources.explanation_mustache),
        ("message", PackageResources.message_mustache), ("layout", PackageResources.layout_mustache),
        ("ledger", PackageResources.ledger_mustache), ("ledger_live", PackageResources.ledger_live_mustache),
        ("login", PackageResources.login_mustache), ("error", PackageResources.error_mustache),
        ("overview", PackageResources.overview_mustache), ("overview_live", PackageResources.overview_live_mustache),
        ("queues", PackageResources.queues_mustache), ("queues_live", PackageResources.queues_live_mustache),
        ("queue", PackageResources.queue_mustache), ("queue_live", PackageResources.queue_live_mustache),
        ("workers", PackageResources.workers_mustache), ("workers_live", PackageResources.workers_live_mustache),
        ("worker", PackageResources.worker_mustache), ("worker_live", PackageResources.worker_live_mustache),
        ("lights", PackageResources.lights_mustache), ("instance", PackageResources.instance_mustache),
        ("process_actions", PackageResources.process_actions_mustache),
        ("reports", PackageResources.reports_mustache), ("report_part", PackageResources.report_part_mustache),
        ("live_tabs", PackageResources.live_tabs_mustache), ("map", PackageResources.map_mustache),
        ("counts", PackageResources.counts_mustache), ("graph", PackageResources.graph_mustache),
        ("series", PackageResources.series_mustache),
        ("chart", PackageResources.chart_mustache), ("data_table", PackageResources.data_table_mustache),
    ]

    /// A whole page.
    /// - Parameters:
    ///   - template: Its template.
    ///   - title: What the browser's tab says.
    ///   - values: What the template names.
    func page(
        _ template: String, title: String, path: String = "", _ values: [String: Any],
        _ context: ConsoleContext, status: HTTPResponse.Status = .ok
    ) -> Response {
        var values = values
        values["title"] = title
        values["csrf"] = context.session?.csrf ?? ""
        if let identity = context.identity {
            values["user"] = identity.name
            values["reader"] = identity.role == .reader
            values["operator"] = identity.role == .operator
        }
        values["pages"] = Self.pages.map { page in
            ["path": page.0, "name": page.1, "current": page.0 == path] as [String: Any]
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: part(template, values))))
    }

    /// A part of a page.
    func part(_ template: String, _ values: [String: Any]) -> String {
        library.render(values.withoutEmptyTexts, withTemplate: template) ?? ""
    }
}

extension [String: Any] {
    /// Without empty texts: to Mustache they would be something that is there.
    var withoutEmptyTexts: [String: Any] { filter { $0.value as? String != "" } }
}
