import Hummingbird
import PluginAPI
import Settings
import Telemetry

/// All queues, live.
struct QueuesPage: ConsoleRoutes {
    static let topic = "queues"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/queues") { _, context in
            renderer.page("queues", title: "Queues", path: "/queues", Self.values(services.state.snapshot), context)
        }
    }

    /// The live part.
    static func live(_ snapshot: ConsoleSnapshot, _ renderer: PageRenderer) -> String {
        renderer.part("queues_live", values(snapshot))
    }

    /// Where a queue's page is; nil: nobody looks into what is called so.
    static func address(of queue: String) -> String? {
        QueueName.problem(of: queue) == nil && !queue.isEmpty ? "/queues/\(PercentEncoding.encoded(queue))" : nil
    }

    private static func values(_ snapshot: ConsoleSnapshot) -> [String: Any] {
        [
            "problems": snapshot.servers.compactMap(\.problem),
            "hasProblems": snapshot.servers.contains { $0.problem != nil },
            "severalServers": snapshot.servers.count > 1,
            "queues": snapshot.queues.map { queue in
                [
                    "id": "queue-\(PercentEncoding.encoded("\(queue.redis)/\(queue.name)"))",
                    "name": queue.name.escapingControls, "redis": queue.redis, "address": address(of: queue.name) ?? "",
                    "server": queue.redis.isEmpty ? "" : "redis=\(PercentEncoding.encoded(queue.redis))&",
                    "depth": Figure.count(queue.depth), "oldest": queue.headAge.map { Figure.duration($0) } ?? "",
                    "inFlight": Figure.count(queue.inFlight), "held": queue.claimAge.map { Figure.duration($0) } ?? "",
                    "retry": Figure.count(queue.retry),
                    "due": queue.due(at: snapshot.time) ?? "", "failed": Figure.count(queue.failed),
                    "hasFailed": queue.failed > 0, "spilled": queue.spilled > 0 ? Figure.count(queue.spilled) : "",
                    "drain": queue.drainWords, "emptyIn": queue.secondsToEmpty.map { Figure.duration($0) } ?? "",
                ].withoutEmptyTexts
            },
        ]
    }
}

extension ConsoleSnapshot.QueueStatus {
    /// When the next of what waits for another try is due; nil: nothing does.
    func due(at time: Int) -> String? { nextRetry.map { Figure.due($0, at: time) } }

    /// How fast it becomes shorter or longer: `12.3/s`, `+4/s`; empty: it stays as it is.
    var drainWords: String {
        guard drain.magnitude >= 0.05 else { return "" }
        return drain > 0 ? "\(Figure.rate(drain))/s" : "+\(Figure.rate(-drain))/s"
    }
}

extension Figure {
    /// `due in 45 s`, `due`; both in milliseconds since 1970.
    static func due(_ due: Int, at time: Int) -> String {
        due > time ? "due in \(duration(Double(due - time) / 1000))" : "due"
    }
}
