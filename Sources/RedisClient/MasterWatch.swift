/// Notices that the Sentinels have promoted another server while the old master still answers: after a failover that an
/// operator asked for it does so for some ten seconds, and all that it is told meanwhile is thrown away in the end.
struct MasterWatch {
    /// The Sentinels, with the one first that knew of the last change.
    private(set) var sentinels: Sentinels

    private var turn = 0
    private var next = ContinuousClock.now + interval

    private static let interval = Duration.seconds(1)

    /// A watch over the master of an address; nil when Sentinels do not name it.
    init?(_ address: RedisAddress) {
        guard case .master(let sentinels) = address.endpoint, !sentinels.nodes.isEmpty else { return nil }
        self.sentinels = sentinels
    }

    /// Asks one Sentinel, each time another, but not more often than once a second; and less often when it takes long, so
    /// that one that hangs holds nobody up.
    /// - Returns: Whether it names another master.
    mutating func isReplaced(_ server: RedisAddress) -> Bool {
        let start = ContinuousClock.now
        guard start >= next else { return false }
        defer { next = .now + max(MasterWatch.interval, start.duration(to: .now) * 10) }
        turn = (turn + 1) % sentinels.nodes.count
        // One that does not answer knows of no change; the next one is asked the next time.
        guard let named = try? sentinels.ask(sentinels.nodes[turn], timeout: server.timeout) else { return false }
        guard named != server.endpoint else { return false }
        sentinels.nodes.swapAt(0, turn)
        return true
    }
}
