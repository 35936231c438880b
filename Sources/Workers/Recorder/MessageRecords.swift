import Queues
import Statistics

/// The records of messages, so that those of one message stay together when fewer are written at once.
struct MessageRecords {
    /// Messages that stand for records, in their order.
    private(set) var messages: [QueuedMessage] = []

    private var records = StoreBatch()
    /// Where each message's records end.
    private var ends: [End] = []

    private struct End {
        var events = 0
        var transfers = 0
        var points = 0

        init() {}

        init(of batch: StoreBatch) {
            (events, transfers, points) = (batch.events.count, batch.transfers.count, batch.points.count)
        }
    }

    /// No messages yet.
    /// - Parameter capacity: How many may come.
    init(capacity: Int) {
        messages.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
        records.events.reserveCapacity(capacity)
    }

    /// Takes a message's records.
    /// - Parameter add: Adds them, and says whether there are any; adds none when it throws.
    /// - Returns: Whether there are any; if not, the message is not taken.
    mutating func take(_ message: QueuedMessage, _ add: (inout StoreBatch) throws -> Bool) rethrows -> Bool {
        guard try add(&records) else { return false }
        messages.append(message)
        ends.append(End(of: records))
        return true
    }

    /// The records of some of the messages.
    func records(of part: Range<Int>) -> StoreBatch {
        if part == messages.indices { return records }
        let (start, end) = (part.lowerBound == 0 ? End() : ends[part.lowerBound - 1], ends[part.upperBound - 1])
        return StoreBatch(
            events: Array(records.events[start.events..<end.events]),
            transfers: Array(records.transfers[start.transfers..<end.transfers]),
            points: Array(records.points[start.points..<end.points]))
    }
}
