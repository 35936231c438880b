internal import PluginAPI

/// A message that was claimed and waits for its outcome.
public struct QueuedMessage: Sendable {
    /// Tells the messages in hand apart.
    public let tag: Int

    /// The entry as it lies in `temp:WORKER`.
    let payload: [UInt8]

    /// What it says.
    public let envelope: MessageEnvelope

    /// The entry for another round. It gets an id if it had none: two equal entries would be one in a sorted set.
    func rewritten(by worker: String, _ change: (inout MessageEnvelope) -> Void) -> [UInt8] {
        var envelope = envelope
        envelope.deaths = 0
        if envelope.message.id == nil {
            envelope.message.id = "\(worker):\(String(UInt64.random(in: .min ... .max), radix: 16))"
        }
        change(&envelope)
        return envelope.json
    }
}

/// What becomes of a claimed message.
public enum Outcome: Sendable, Equatable {
    /// It is dealt with, and goes on to a further queue if one is named. The leaf is what the ledger counts it as, if this
    /// is the end of its way.
    case done(next: String?, as: Leaf? = nil)

    /// It is to be tried again later.
    case retry(after: Duration, countsAsTry: Bool)

    /// It goes back as the next to be taken: it was claimed, but nothing was done with it.
    case back

    /// It is given up, with the reason; the leaf is what the ledger counts it as.
    case failed(String, as: Leaf)
}

/// A hash field that is stored together with a settlement.
public struct Mark: Sendable, Equatable {
    /// The hash.
    public let key: String
    /// The field.
    public let field: String
    /// The value.
    public let value: String

    /// A hash field to store.
    public init(key: String, field: String, value: String) {
        self.key = key
        self.field = field
        self.value = value
    }
}
