import PluginAPI
import Queues

extension Explanation {
    /// Where the line is now, in words: mostly one line of text.
    public var whereabouts: [String] {
        if let notRead = subject.notRead { return ["not read yet: \(notRead)"] }
        guard let places = places else { return ["not known: \(outage ?? "")"] }
        if !places.isEmpty {
            return places.map { found in
                let tries = found.envelope.tries
                return found.place.description + (tries > 0 ? ", after \(tries) \(tries == 1 ? "try" : "tries")" : "")
            }
        }
        if subject.message.id == nil { return ["in no queue: its way has ended, or it was never read"] }
        if let spilled = spilled {
            return ["in no queue, but perhaps among the \(spilled) that brokers keep on disk"]
        }
        let isDouble = forwardings.contains { $0.click?.counts != nil }
        let leaf = (leaf ?? (isDouble ? .doubleClick : nil)).map { ", as \($0)" } ?? ""
        return ["in no queue: its way has ended\(leaf)"]
    }
}

extension Explanation.Forwarding {
    /// What the double-click stage knows of the hit, in words; empty: the stage does not look at it.
    public var clickText: String {
        guard let click else { return "" }
        if let later = click.counts {
            return "\(click.isWaiting ? "so far the hit" : "the hit") of \(later) counts instead"
        }
        guard click.isRecorded else { return "the hit is not on record: not come yet, or long past" }
        return click.isWaiting ? "held, no later click so far" : "no later click"
    }
}
