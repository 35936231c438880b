import Hummingbird
import Settings

/// Countries and what they ask for, linked as hits come.
struct GraphPage: ConsoleRoutes {
    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/graph") { request, context in
            LiveTabs.redirect(request) ?? page(context)
        }
    }

    private func page(_ context: ConsoleContext) -> Response {
        let values: [String: Any] = [
            "tabs": LiveTabs.values("/graph"), "hasChart": ChartLibrary.isThere,
            "services": services.configuration.services.keys.sorted().map { ["name": $0] },
        ]
        return renderer.page("graph", title: "Graph", path: LiveTabs.path, values, context)
    }
}
