import Hummingbird
import Settings

/// The world with a dot where each hit comes from, as it comes.
struct MapPage: ConsoleRoutes {
    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        // The router takes /map/ for /map.
        router.get("/map") { request, context in
            LiveTabs.redirect(request) ?? page(context)
        }
    }

    private func page(_ context: ConsoleContext) -> Response {
        let values: [String: Any] = [
            "tabs": LiveTabs.values("/map"), "hasChart": ChartLibrary.isThere,
            "services": services.configuration.services.keys.sorted().map { ["name": $0] },
        ]
        return renderer.page("map", title: "Map", path: LiveTabs.path, values, context)
    }
}
