import Hummingbird
import Settings

/// How many hits there were from each country, of each item and of what else, since a moment that is to be chosen.
struct CountsPage: ConsoleRoutes {
    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/counts") { _, context in
            let values: [String: Any] = [
                "tabs": LiveTabs.values("/counts"),
                "services": services.configuration.services.keys.sorted().map { ["name": $0] },
            ]
            return renderer.page("counts", title: "Counts", path: LiveTabs.path, values, context)
        }
    }
}
