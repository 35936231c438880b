import Actions
import Glibc
import Hummingbird
import RedisClient
import Settings

/// Knows what the workers of kind = actions keep. Many may ask at once: each answer is made once, and is good for a moment.
final class ActionsDesk: Sendable {
    /// What is known of all actions.
    struct All: Sendable {
        let actions: [ActionStatus]
        /// What cannot be asked, and why.
        let problems: [String]
    }

    /// How many values of each action the list has.
    private static let mostListed = 60
    /// How many values of one action are given.
    private static let mostShown = 1_000

    /// The workers.
    let places: [ActionPlace]
    private let services: ConsoleServices
    private let all = SharedAnswers<All>(goodFor: .milliseconds(300))
    private let one = SharedAnswers<ActionStatus?>(goodFor: .milliseconds(150))

    init(_ services: ConsoleServices) {
        self.services = services
        let configuration = services.configuration
        places = configuration.workers.compactMap { worker in
            guard case .actions(let settings) = worker.job else { return nil }
            // Who listens everywhere listens here too.
            let anywhere = ["0.0.0.0": "127.0.0.1", "::": "::1"]
            return ActionPlace(
                worker: configuration.identified(worker.instance(0)), redis: worker.redis,
                host: anywhere[settings.listen.host] ?? settings.listen.host, port: settings.listen.port,
                history: settings.history)
        }
    }

    /// All actions, by name.
    func actions() async -> All {
        let made = try? await all.answer(to: "") { [self] in
            var actions: [ActionStatus] = []
            var problems: [String] = []
            for place in places {
                do {
                    actions += try await read(place) { try $0.actions(Self.mostListed) }
                } catch {
                    problems.append("\(place.worker): \(error.words)")
                }
            }
            return All(actions: actions.sorted { ($0.name, $0.worker) < ($1.name, $1.worker) }, problems: problems)
        }
        return made ?? All(actions: [], problems: [])
    }

    /// An action; nil: nobody knows it.
    /// - Parameter worker: The worker instance; nil: the first that knows it.
    /// - Throws: 503 when Redis cannot be asked.
    func action(_ name: String, of worker: String?) async throws -> ActionStatus? {
        try await one.answer(to: "\(worker ?? "") \(name)") { [self] in
            for place in places where worker == nil || worker == place.worker {
                let found = try await read(place) { try $0.action(name, Self.mostShown).map { [$0] } ?? [] }
                if let found = found.first { return found }
            }
            return nil
        }
    }

    /// Forgets what was read, so that who has sent a line finds it.
    func forget() {
        all.forget()
        one.forget()
    }

    private func read(
        _ place: ActionPlace, _ body: @escaping @Sendable (ActionHistory) throws -> [ActionHistory.Action]
    ) async throws -> [ActionStatus] {
        try await QueueCall.run(place.redis, services) { call in
            let actions = try body(ActionHistory(call.connection, worker: place.worker))
            let now = Self.now
            return actions.compactMap { ActionStatus($0, place, now: now) }
        }
    }

    /// In seconds since 1970.
    static var now: Double { Double(time(nil)) }
}

extension Error {
    /// One line for people.
    fileprivate var words: String { (self as? HTTPError)?.body ?? "\(self)" }
}
