import Queues

/// Answered messages that wait to be settled together: one step of Redis for many costs little more than for one.
struct UnsettledAnswers {
    /// So many are settled at once, without waiting for more.
    static let batch = 64

    /// The longest that an answer waits for others.
    static let patience = Duration.milliseconds(10)

    /// The messages with their outcomes, in the order of the answers.
    private(set) var outcomes: [(QueuedMessage, Outcome)] = []

    /// How many of them keep their places at the sender until they are settled.
    private(set) var places = 0

    /// When the first of them is to be settled at the latest; nil when there is none.
    private(set) var due: ContinuousClock.Instant?

    /// Adds messages.
    /// - Parameter places: How many of them keep their places.
    mutating func add(_ more: [(QueuedMessage, Outcome)], places: Int) {
        if outcomes.isEmpty, !more.isEmpty { due = .now + UnsettledAnswers.patience }
        outcomes += more
        self.places += places
    }

    /// Whether there are as many as are settled at once.
    var isFull: Bool { outcomes.count >= UnsettledAnswers.batch }

    /// Whether they are to be settled now.
    var isDue: Bool { isFull || due.map { $0 <= .now } ?? false }

    /// Takes them all out.
    mutating func take() -> (outcomes: [(QueuedMessage, Outcome)], places: Int) {
        defer { self = UnsettledAnswers() }
        return (outcomes, places)
    }
}
