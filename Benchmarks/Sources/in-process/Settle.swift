import Queues
import RedisClient

/// Claims messages batch by batch and settles each batch as done, until the queue is empty: what every worker does
/// around its work.
func settle(socket: String, queue: String, batch: Int) throws -> Measured {
    let client = RedisClient(RedisAddress(endpoint: .unix(path: socket)), pause: { _ in false })
    let consumer = QueueConsumer(client, queue: queue, worker: "in-process_0")
    let clock = ContinuousClock()
    var result = Measured()
    result.duration = try clock.measure {
        while case let messages = try consumer.claim(batch), !messages.isEmpty {
            try consumer.settle(messages.map { ($0, .done(next: nil)) })
            result.count += messages.count
        }
    }
    return result
}
