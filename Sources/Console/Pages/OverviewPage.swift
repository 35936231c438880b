import Hummingbird
import SupervisorClient

/// What can be seen from across the room: whether all is well, and if not, what.
struct OverviewPage: ConsoleRoutes {
    static let topic = "overview"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/") { _, context in
            renderer.page(
                "overview", title: "Overview", path: "/", Self.values(services.state.snapshot), context)
        }
    }

    /// The live part.
    static func live(_ snapshot: ConsoleSnapshot, _ renderer: PageRenderer) -> String {
        renderer.part("overview_live", values(snapshot))
    }

    private static func values(_ snapshot: ConsoleSnapshot) -> [String: Any] {
        let lights = Light.all(in: snapshot)
        return [
            "verdict": verdict(snapshot, lights),
            "lights": lights.map { light in
                [
                    "name": light.name, "colour": light.colour.rawValue, "state": light.state, "remark": light.remark,
                    "rate": light.rate.map { Figure.rate($0) } ?? "",
                ].withoutEmptyTexts
            },
            "queues": snapshot.queues.map { queue in
                [
                    "name": queue.name, "depth": Figure.count(queue.depth),
                    "inFlight": Figure.count(queue.inFlight), "retry": Figure.count(queue.retry),
                    "failed": Figure.count(queue.failed), "hasFailed": queue.failed > 0,
                    "emptyIn": queue.secondsToEmpty.map { Figure.duration($0) } ?? "",
                ] as [String: Any]
            },
        ]
    }

    private static func verdict(_ snapshot: ConsoleSnapshot, _ lights: [Light]) -> [String: Any] {
        let worst = lights.map(\.colour).max() ?? .grey
        let troubled = lights.filter { $0.colour == worst }
        let others = (snapshot.supervisorProblem.map { [$0] } ?? []) + snapshot.servers.compactMap(\.problem)
        let colour: Light.Colour = others.isEmpty ? worst : .red
        let text =
            switch colour {
            case .green: "All is well"
            case .amber: "\(troubled.count) of \(lights.count) processes wait"
            case .red where worst != .red: "Something does not answer"
            case .red: "\(troubled.count) of \(lights.count) processes are down"
            case .grey: "Nothing runs"
            }
        return ["colour": colour.rawValue, "text": text, "details": others]
    }
}
