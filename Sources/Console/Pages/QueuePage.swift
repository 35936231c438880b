import Glibc
import Hummingbird
import Mending
import PluginAPI
import Queues
import Settings
import Telemetry

/// One queue: what waits, is in flight, waits for another try, was given up; a portion at a time.
struct QueuePage: ConsoleRoutes {
    /// `queue:REDIS/NAME`, both percent-encoded.
    static let topic = "queue:"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/queues/{queue}") { request, context in
            let query = try MessageQuery(request, context)
            let contents = try await QueueCall.run(query.redis, services) { try QueueContents(query, $0) }
            let view = QueueView(query, services.state.snapshot)
            var values = view.page(contents)
            values["canAct"] = context.identity?.role == .operator && query.place.kind != .inFlight
            return renderer.page(
                "queue", title: query.place.queue.escapingControls, path: "/queues", values, context)
        }
    }

    /// The live part: the tabs with their counts.
    static func live(_ snapshot: ConsoleSnapshot, _ wanted: String, _ renderer: PageRenderer) -> String? {
        let parts = wanted.split(separator: "/", omittingEmptySubsequences: false).map {
            PercentEncoding.decodedOnce(Array($0.utf8)[...])
        }
        guard parts.count == 3, let kind = MessagePlace.Kind(rawValue: parts[2]) else { return nil }
        return renderer.part(
            "queue_live", QueueTabs(redis: parts[0], queue: parts[1], kind: kind).values(snapshot))
    }
}

/// What a queue's page shows of the messages.
struct QueueContents: Sendable {
    let listing: MessageListing
    /// Why messages were given up; nil: that is not what is looked at.
    let failures: FailureSummary?
    /// Who holds messages.
    let holders: [InFlight]
    /// In seconds since 1970.
    let now = time(nil)

    /// Looks.
    /// - Throws: `RedisError`.
    init(_ query: MessageQuery, _ call: QueueCall) throws {
        listing = try MessageListing(query.place, query.filter, from: query.from, query.count, call.connection)
        let isWhole = query.filter.isEmpty && query.from == 0
        failures =
            isWhole && query.place.kind == .failed ? try FailureSummary.make(query.place.queue, call) : nil
        holders =
            isWhole && query.place.kind == .inFlight
            ? try call.inspector.workers(of: query.place.queue).compactMap {
                try call.inspector.inFlight(worker: $0, 1)
            }
            : []
    }
}
