import Hummingbird
import Settings

/// The pages that show hits as they come: the world with a dot where each comes from (`/map`), countries and what they ask for, linked
/// (`/graph`), and how many there were of what since a moment that is to be chosen (`/counts`). Scripts fill them.
struct HitPages: ConsoleRoutes {
    private static let pages = [("map", "Map"), ("graph", "Graph"), ("counts", "Counts")]

    let services: ConsoleServices
    let renderer: PageRenderer

    func add(to router: Router<ConsoleContext>) {
        for (name, title) in Self.pages {
            // The router takes /map/ for /map.
            router.get("/\(name)") { request, context in
                if let elsewhere = LiveTabs.redirect(request) { return elsewhere }
                let values: [String: Any] = [
                    "tabs": LiveTabs.values("/\(name)"), "hasChart": ChartLibrary.isThere,
                    "services": services.configuration.services.keys.sorted().map { ["name": $0] },
                ]
                return renderer.page(name, title: title, path: LiveTabs.path, values, context)
            }
        }
    }
}
