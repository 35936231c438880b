import CAllocations
import PluginAPI
import Queues
import RedisClient

/// Claims messages batch by batch and settles each batch, until the queue is empty: what every worker does around its work.
/// - Parameter isPassedOn: Whether the messages go on to another queue and are counted by the ledger, as those that are not
///   for the tracker; else they are done with.
func settle(socket: String, queue: String, batch: Int, isPassedOn: Bool = false) throws -> Measured {
    let client = RedisClient(RedisAddress(endpoint: .unix(path: socket)), pause: { _ in false })
    let consumer = QueueConsumer(
        client, queue: queue, worker: "in-process_0", targets: isPassedOn ? ["other"] : [], isCounted: isPassedOn)
    let outcome: Outcome = isPassedOn ? .done(next: "other", as: Leaf("not an item")) : .done(next: nil)
    let clock = ContinuousClock()
    var result = Measured()
    let before = allocations_count()
    result.duration = try clock.measure {
        while case let messages = try consumer.claim(batch), !messages.isEmpty {
            try consumer.settle(messages.map { ($0, outcome) })
            result.count += messages.count
        }
    }
    result.allocations = Int(allocations_count() - before)
    return result
}
