import Dispatch
import Hummingbird
import Inspection
import Queues
import Settings
import Synchronization

/// Asks Inspection for pages and programs, off the threads that serve others.
final class InspectionDesk: Sendable {
    /// How many may wait for an explanation: each may read every queue.
    private static let mostWaiting = 16

    private let services: ConsoleServices
    private let thread = DispatchQueue(label: "loglines.inspections")
    private let waiting = Mutex(0)
    private let checks = SharedAnswers<LoadedConfiguration>(goodFor: .seconds(1))
    private let configurations = SharedAnswers<Configuration>(goodFor: .seconds(2))
    private let snapshots = SharedAnswers<LedgerSnapshot>(goodFor: .seconds(1))

    init(_ services: ConsoleServices) { self.services = services }

    /// What lies on disk now, with everything that is wrong with it.
    func check() async throws -> ConfigurationState {
        let started = services.configuration
        let loaded = try await checks.answer(to: "") {
            await Self.aside { CheckedConfiguration.check(started.directory) }
        }
        return ConfigurationState(loaded, usable: try await configuration(), started: started)
    }

    /// The configuration that the commands work with, which is what lies on disk; while that is wrong, what the console was
    /// started with.
    func configuration() async throws -> Configuration {
        let started = services.configuration
        return try await configurations.answer(to: "") {
            await Self.aside { CheckedConfiguration.load(started.directory).configuration ?? started }
        }
    }

    /// All counters of a Redis, at most a second old.
    /// - Throws: 400 when there is no such Redis, `RedisError`.
    func ledger(of redis: String) async throws -> LedgerSnapshot {
        guard services.redis[redis] != nil else {
            throw HTTPError(.badRequest, message: "redis: there is no [redis_\(redis)]")
        }
        return try await snapshots.answer(to: redis) { [self, services] in
            let configuration = try await configuration()
            return try await QueueCall.run(redis, services) {
                try LedgerSnapshot(configuration, redis: redis, $0.connection)
            }
        }
    }

    /// Explains a line, one after the other.
    /// - Throws: 503 when too many wait, `LineNotFound`, `NoLogOfOurs`, `RedisError`.
    func explain(_ question: ExplainQuestion) async throws -> Explanation {
        guard
            waiting.withLock({ waiting in
                waiting < Self.mostWaiting
                    ? {
                        waiting += 1; return true
                    }() : false
            })
        else {
            throw HTTPError(.serviceUnavailable, message: "too many explanations are asked for at once; try again")
        }
        defer { waiting.withLock { $0 -= 1 } }
        let configuration = try await configuration()
        return try await withCheckedThrowingContinuation { continuation in
            thread.async { continuation.resume(with: Result { try question.answer(configuration) }) }
        }
    }

    private static func aside<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
