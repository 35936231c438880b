/// How far a spill has been acknowledged. Both ends only grow, so that what lies between them is never mistaken for what
/// lay there before.
public struct SpillPosition: Sendable, Equatable {
    /// The byte behind the newest acknowledged message.
    public var size = 0

    /// The byte at which the oldest message begins that has not come back.
    public var read = 0

    /// How many messages lie between them.
    public var messages = 0

    /// Whether every message has come back.
    public var isEmpty: Bool { read == size }

    /// Of a spill that has never had a message.
    public init() {}

    /// What Redis stores of a spill; nil: these are not its fields.
    init?(fields: [String: String]) {
        guard let size = fields["size"].flatMap({ Int($0) }), let read = fields["read"].flatMap({ Int($0) }),
            (0...size).contains(read)
        else { return nil }
        self.size = size
        self.read = read
        messages = fields["messages"].flatMap { Int($0) } ?? 0
    }
}
