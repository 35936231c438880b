import Hummingbird

/// `/api/v1/state`, `/api/v1/processes`, `/api/v1/workers`, `/api/v1/queues`, `/api/v1/failures`: the last snapshot
/// and its parts. `/api/v1/rates`: how fast the workers were.
struct StateRoutes: ConsoleRoutes {
    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        let state = services.state
        router.get("/api/v1/state") { _, _ in try Response.json(state.snapshot) }
        router.get("/api/v1/processes") { _, _ in try Response.json(state.snapshot.processes) }
        router.get("/api/v1/workers") { _, _ in try Self.known(state.snapshot, \.workers) }
        router.get("/api/v1/queues") { _, _ in try Self.known(state.snapshot, \.queues) }
        router.get("/api/v1/failures") { _, _ in try Response.json(state.snapshot.failures) }
        router.get("/api/v1/rates") { _, _ in try Response.json(state.rates) }
    }

    /// What Redis tells; where none does, nothing is known, which is not the same as nothing.
    private static func known(
        _ snapshot: ConsoleSnapshot, _ part: (ConsoleSnapshot) -> [some Encodable]
    ) throws -> Response {
        let problems = snapshot.servers.compactMap(\.problem)
        guard problems.isEmpty || problems.count < snapshot.servers.count else {
            throw HTTPError(.serviceUnavailable, message: problems.joined(separator: "; "))
        }
        return try Response.json(part(snapshot))
    }
}
