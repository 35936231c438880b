import PluginAPI
import Settings
import Statistics

/// What a store needs now and then, one small step at a time: that double clicks are found, and that old records go.
struct StoreChores {
    /// Between two looks for double clicks: the hour that lines come for is looked at anew each time.
    private let settling: Duration

    /// Between two looks for old records.
    private static let cleaning = Duration.seconds(3_600)

    /// How late a chore may be before it is done although there are messages.
    private static let patience = Duration.seconds(60)

    /// Records that are removed in one step.
    private static let step = 10_000

    private let retentions: [(table: StoreTable, days: Double)]
    private let window: Int64
    private var nextSettling: ContinuousClock.Instant
    private var nextCleaning = ContinuousClock.now

    /// The chores of a store.
    /// - Parameter window: Seconds that two hits may be apart to be one.
    init(_ retention: Retention, window: Int64, settling: Duration = .seconds(30)) {
        self.settling = settling
        nextSettling = .now + settling
        let days: [(StoreTable, Double?)] = [
            (.events, retention.events), (.transfers, retention.transfers), (.points, retention.points),
        ]
        retentions = days.compactMap { table, days in days.map { (table, $0) } }
        self.window = window
    }

    /// Whether one has waited for too long.
    var areOverdue: Bool { min(nextSettling, nextCleaning) + Self.patience < .now }

    /// Does a step of what is due.
    /// - Returns: Whether there is more of it.
    /// - Throws: `StoreError`; what is due is tried again after its usual time.
    mutating func step(_ store: any EventStore) throws -> Bool {
        let now = ContinuousClock.now
        if nextSettling <= now {
            let due = nextSettling
            nextSettling = now + settling
            guard try store.settleHour(window: window) else { return true }
            nextSettling = due
            return true
        }
        guard nextCleaning <= now else { return false }
        let due = nextCleaning
        nextCleaning = now + Self.cleaning
        for (table, days) in retentions {
            let end = UTCTime(secondsSince1970: UTCTime.now.secondsSince1970 - Int64(days * 86_400))
            guard try store.remove(from: table, before: end, limit: Self.step) > 0 else { continue }
            nextCleaning = due
            return true
        }
        return false
    }
}
