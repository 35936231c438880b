import PluginAPI
import Queues

/// How long the message next to be taken from a queue has been seen there.
struct QueueHead {
    private var head: [UInt8] = []
    private var since: Int?

    /// Notes the message at a time in milliseconds; nil: there is none.
    ///
    /// It is told from others by its id, or, where it has none, by all that it is: then several that are alike, one after the
    /// other, are taken for one.
    /// - Returns: For how many seconds it has been there.
    mutating func note(_ entry: [UInt8]?, at time: Int) -> Double? {
        guard let entry else {
            since = nil
            return nil
        }
        let name = (try? MessageEnvelope(json: entry))?.message.id.map { Array($0.utf8) } ?? entry
        guard let since, name == head else {
            (head, self.since) = (name, time)
            return 0
        }
        return max(0, Double(time - since) / 1000)
    }
}
