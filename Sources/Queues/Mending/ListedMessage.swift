/// A message as an operator finds it.
public struct ListedMessage: Sendable {
    /// The entry as it lies there: the message, or the record of a failure.
    public let entry: [UInt8]

    /// How many lie before it: the oldest has 0, and of those to be tried again the one that is due next.
    public let position: Int

    /// When it is due for another try, in milliseconds since 1970; nil: it does not wait for one.
    public let due: Int?

    /// Who holds it; nil: nobody.
    public let worker: String?

    /// Since when it is held, in seconds since 1970; nil: nobody has said.
    public let claimed: Int?

    /// Why and when it was given up; nil: it was not.
    public let failure: FailureRecord?

    init(
        _ entry: [UInt8], at position: Int, in kind: MessagePlace.Kind, due: Int? = nil, worker: String? = nil,
        claimed: Int? = nil
    ) {
        self.entry = entry
        self.position = position
        self.due = due
        self.worker = worker
        self.claimed = claimed
        failure = kind == .failed ? FailureRecord(json: entry) : nil
    }

    /// The message as it lay in its queue.
    public var payload: [UInt8] { failure?.payload ?? entry }

    /// What it says.
    /// - Throws: ``MalformedMessage`` when it is no message.
    public func envelope() throws -> MessageEnvelope { try MessageEnvelope(json: payload) }

    /// What it says, for the ledger.
    var counted: MessageEnvelope { .reading(payload) }
}

extension MessageEnvelope {
    /// What an entry says; ``unreadable`` when it is no message.
    static func reading(_ entry: [UInt8]) -> MessageEnvelope {
        do {
            return try MessageEnvelope(json: entry)
        } catch {
            return .unreadable
        }
    }
}
