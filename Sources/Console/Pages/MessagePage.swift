import Hummingbird
import Inspection
import Mending
import Queues
import Telemetry

/// One message of a queue: its fields, what is decided of it, what trackers are told, and what has happened to it.
struct MessagePage: ConsoleRoutes {
    private let services: ConsoleServices
    private let renderer: PageRenderer
    private let desk: InspectionDesk

    init(_ services: ConsoleServices, _ renderer: PageRenderer, _ desk: InspectionDesk) {
        self.services = services
        self.renderer = renderer
        self.desk = desk
    }

    /// What of a message goes from thread to thread: its page is made where it was read.
    private struct Shown: Sendable {
        var reference = ""
        var entry = ""
        var problem = ""
        var explanation: Explanation?
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/queues/{queue}/messages/{reference}") { request, context in
            let query = try MessageQuery(request, context)
            let tabs = QueueTabs(redis: query.redis, queue: query.place.queue, kind: query.place.kind)
            var status = HTTPResponse.Status.ok
            var shown = Shown()
            do {
                shown = try await LookedInto.find(
                    try context.step("reference"), query, services, try await desk.configuration(), Self.show)
            } catch let error as HTTPError where error.status == .notFound {
                status = .notFound
                shown.problem = error.body ?? ""
            }
            let isThere = status == .ok
            var values: [String: Any] = [
                "back": tabs.address(query.place.kind), "queue": query.place.queue.escapingControls,
                "kindWords": query.place.kind.words, "kind": query.place.kind.rawValue, "redis": query.redis,
                "api": "/api/v1/queues/\(tabs.step)", "reference": shown.reference, "entry": shown.entry,
                "problem": shown.problem, "canRetry": query.place.kind == .retry || query.place.kind == .failed,
                "canAct": isThere && context.identity?.role == .operator && query.place.kind != .inFlight,
            ]
            values["explanation"] = shown.explanation.map { ExplanationView($0, redis: query.redis).values }
            return renderer.page(
                "message", title: isThere ? "Message" : "Gone", path: "/queues", values, context, status: status)
        }
    }

    private static func show(_ looked: LookedInto) -> Shown {
        Shown(
            reference: MessageReference(looked.message).description,
            entry: String(decoding: looked.message.entry, as: UTF8.self).escapingControls.shortened(1 << 20),
            problem: looked.decoded.problem?.escapingControls ?? "", explanation: looked.decoded.explanation)
    }
}
