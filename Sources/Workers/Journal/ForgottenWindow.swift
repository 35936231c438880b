/// Knows what a Redis that was restarted may have forgotten: that messages were sent and accepted. Such a message comes
/// again, and is not sent twice.
///
/// A Redis with `appendfsync everysec` forgets its last second, or two when its disk is slow; a failover forgets about as
/// much. So what was accepted in the ``memory`` before Redis was last heard of counts as accepted for ``length`` after the
/// connection is made anew. Only for lines of followed files: their ids are never used twice.
///
/// A value without a clock: everything gets its time from the caller.
struct ForgottenWindow: Sendable {
    /// How long before the loss of the connection.
    static let memory = Duration.seconds(5)
    /// How long after it was made anew.
    static let length = Duration.seconds(60)

    typealias Instant = ContinuousClock.Instant

    private var recent: [(position: SourcePosition, time: Instant)] = []
    /// Where ``recent`` begins; what stands before is too old.
    private var first = 0
    private var accepted: Set<SourcePosition> = []
    private var underway: Set<SourcePosition> = []
    private var end: Instant?

    /// How many messages it keeps.
    var remembered: Int { recent.count + accepted.count + underway.count }

    /// Notes that the tracker took a message.
    mutating func accept(_ position: SourcePosition, at now: Instant) {
        recent.append((position, now))
        if underway.remove(position) != nil { accepted.insert(position) }
    }

    /// Notes that a request had another end.
    mutating func fail(_ position: SourcePosition) { underway.remove(position) }

    /// Notes that Redis was heard of: what was accepted long before will not be forgotten.
    mutating func hear(at now: Instant) {
        while first < recent.count, recent[first].time.duration(to: now) > ForgottenWindow.memory { first += 1 }
        if first > 4_096, first * 2 > recent.count {
            recent.removeFirst(first)
            first = 0
        }
        if let end, now >= end {
            self.end = nil
            accepted = []
            underway = []
        }
    }

    /// Notes that the connection was made anew, before anything else is heard of Redis.
    /// - Parameters:
    ///   - others: What other workers had accepted.
    ///   - inFlight: What is being sent at the moment: that it was claimed may be forgotten too.
    mutating func reconnect(at now: Instant, others: [SourcePosition], inFlight: [SourcePosition]) {
        accepted.formUnion(recent[first...].map(\.position))
        accepted.formUnion(others)
        underway.formUnion(inFlight)
        end = accepted.isEmpty && underway.isEmpty ? nil : now + ForgottenWindow.length
    }

    /// Whether there is anything to ask for.
    func isOpen(at now: Instant) -> Bool { end.map { now < $0 } ?? false }

    /// Whether a message that came again has been accepted.
    func isAccepted(_ position: SourcePosition, at now: Instant) -> Bool {
        isOpen(at: now) && accepted.contains(position)
    }

    /// Whether a message that came again is being sent, and its answer is due.
    func isUnderway(_ position: SourcePosition, at now: Instant) -> Bool {
        isOpen(at: now) && underway.contains(position)
    }
}
