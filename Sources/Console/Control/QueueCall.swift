import Dispatch
import Hummingbird
import Queues
import RedisClient
import Settings

/// A connection to a Redis for one request, used off the threads that serve others.
struct QueueCall {
    let connection: RedisConnection
    let topology: Topology

    var inspector: QueueInspector { QueueInspector(connection) }

    /// Connects, and does something there.
    /// - Parameter redis: The server's name in `redis =`.
    /// - Throws: `RedisError`, what `body` throws, and 400 when there is no such server.
    static func run<Value: Sendable>(
        _ redis: String, _ services: ConsoleServices, _ body: @escaping @Sendable (QueueCall) throws -> Value
    ) async throws -> Value {
        guard let address = services.redis[redis] else {
            throw HTTPError(.badRequest, message: "redis: there is no [redis_\(redis)]")
        }
        let topology = services.configuration.topology(ofRedis: redis)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try RedisClient(address, pause: { _ in false }).once {
                            try body(QueueCall(connection: $0, topology: topology))
                        }
                    })
            }
        }
    }
}
