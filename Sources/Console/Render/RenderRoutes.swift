import Glibc
import Graphite
import Hummingbird

/// What Graphite's web server answers, from the recent history of metrics, as far as Grafana and other programs ask for it to draw:
/// `/render` and `/metrics/find` (JSON only), `/metrics/index.json`, `/functions`, `/version`; of tags and events there are none.
struct RenderRoutes: ConsoleRoutes {
    /// The version of Graphite whose answers these are like: programs ask for what they find in it.
    private static let version = "1.1.10"

    /// How many targets a call may have.
    private static let mostTargets = 100

    private let desk: RenderDesk

    init(_ desk: RenderDesk) { self.desk = desk }

    func add(to router: Router<ConsoleContext>) {
        // Programs post what is too long for an address; nothing is changed by it.
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/render", method: method) { try await render($0, $1) }
            router.on("/metrics/find", method: method) { try await find($0, $1) }
        }
        router.get("/metrics/index.json") { _, _ in
            try Response.graphite(try await everything())
        }
        router.get("/functions") { _, _ in
            try Response.graphite(RenderFunction.all.mapValues { FunctionAnswer($0) })
        }
        router.get("/version") { _, _ in Response.text(Self.version) }
        for path in ["/tags", "/tags/autoComplete/tags", "/tags/autoComplete/values", "/events/get_data"] {
            router.get(RouterPath(path)) { _, _ in try Response.graphite([String]()) }
        }
    }

    private func render(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let parameters = try await RenderParameters(request, context)
        guard parameters["format"] ?? "json" == "json" else {
            throw HTTPError(.badRequest, message: "format: only json can be had")
        }
        let targets = parameters.all("target").filter { !$0.isEmpty }
        guard targets.count <= Self.mostTargets else {
            throw HTTPError(.badRequest, message: "target: more than \(Self.mostTargets)")
        }
        let room = parameters["maxDataPoints"].map { Double($0) ?? -1 } ?? 0
        guard room >= 0, room <= 1e9 else {
            throw HTTPError(.badRequest, message: "maxDataPoints: not a number of values")
        }
        let series = try await desk.series(targets, parameters.request(now: time(nil)), room: Int(room))
        return try Response.graphite(series.map { RenderedSeries($0) })
    }

    private func find(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let parameters = try await RenderParameters(request, context)
        guard let query = parameters["query"] else { throw HTTPError(.badRequest, message: "query: missing") }
        switch parameters["format"] ?? "treejson" {
        case "treejson": return try Response.graphite(try await desk.find(query).flatMap { TreeNode.nodes($0) })
        case "completer":
            let wanted = query.hasSuffix("*") ? query : query + "*"
            return try Response.graphite(CompleterAnswer(try await desk.find(wanted)))
        default: throw HTTPError(.badRequest, message: "format: only treejson and completer can be had")
        }
    }

    /// The paths of all metrics.
    private func everything() async throws -> [String] {
        var (found, pattern) = ([String](), "*")
        while true {
            let nodes = try await desk.find(pattern)
            found += nodes.filter(\.isMetric).map(\.path)
            guard nodes.contains(where: \.isFolder) else { return found.sorted() }
            pattern += ".*"
        }
    }
}
