import Hummingbird
import Settings
import SupervisorClient

/// What can be seen from across the room: whether all is well, and if not, what.
struct OverviewPage: ConsoleRoutes {
    /// The topic's name; what is wanted is the role of who looks.
    static let topic = "overview:"
    /// The topic of the chart.
    static let ratesTopic = "rates"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/") { _, context in
            renderer.page(
                "overview", title: "Overview", path: "/",
                Overview(services, services.state.snapshot, context.identity?.role ?? .reader).values, context)
        }
    }

    /// The live part.
    static func live(
        _ snapshot: ConsoleSnapshot, for role: String, _ renderer: PageRenderer, _ services: ConsoleServices
    ) -> String? {
        Role(rawValue: role).map { renderer.part("overview_live", Overview(services, snapshot, $0).values) }
    }
}
