import Dispatch
import Hummingbird
import Mending
import Queues
import RedisClient
import Settings

/// A connection to a Redis for one request, used off the threads that serve others.
struct QueueCall {
    let connection: RedisConnection
    /// What operators do there.
    let mending: QueueMending

    var inspector: QueueInspector { QueueInspector(connection) }

    /// Connects, and does something there.
    /// - Parameter redis: The server's name in `redis =`.
    /// - Throws: 400 when there is no such server or it cannot be meant, 503 when it does not answer, and what `body` throws.
    static func run<Value: Sendable>(
        _ redis: String, _ services: ConsoleServices, _ body: @escaping @Sendable (QueueCall) throws -> Value
    ) async throws -> Value {
        guard let address = services.redis[redis] else {
            throw HTTPError(.badRequest, message: "redis: there is no [redis_\(redis)]")
        }
        let configuration = services.configuration
        do {
            return try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        with: Result {
                            try RedisClient(address, pause: { _ in false }).once {
                                try body(
                                    QueueCall(
                                        connection: $0, mending: QueueMending($0, configuration, redis: redis)))
                            }
                        })
                }
            }
        } catch let error as RedisError {
            throw HTTPError(.serviceUnavailable, message: error.description)
        } catch let error as MendingError {
            throw HTTPError(.badRequest, message: error.description)
        }
    }
}
