import PluginAPI
import Settings
import Statistics

/// What a store needs now and then, one small step at a time: that double clicks are found and hours summed up, then days and
/// months, and that what is old goes.
struct StoreChores {
    /// Between two looks for double clicks: the hour that lines come for is looked at anew each time.
    private let settling: Duration

    /// Between two looks for days and months to sum up: a day is summed up as a whole each time.
    private let summing: Duration

    /// Between two looks for old records.
    private static let cleaning = Duration.seconds(3_600)

    /// How late a chore may be before it is done although there are messages.
    private static let patience = Duration.seconds(60)

    /// Records that are removed in one step.
    private static let step = 10_000

    private let records: [(table: StoreTable, days: Double)]
    private let sums: [(level: SumLevel, days: Double)]
    private let window: Int64
    private var nextSettling: ContinuousClock.Instant
    private var nextSumming: ContinuousClock.Instant
    private var nextCleaning = ContinuousClock.now

    /// The chores of a store.
    /// - Parameter window: Seconds that two hits may be apart to be one.
    init(
        _ retention: Retention, window: Int64, settling: Duration = .seconds(30), summing: Duration = .seconds(300)
    ) {
        self.settling = settling
        self.summing = summing
        nextSettling = .now + settling
        nextSumming = .now + min(settling, summing)
        let days: [(StoreTable, Double?)] = [
            (.events, retention.events), (.transfers, retention.transfers), (.points, retention.points),
        ]
        records = days.compactMap { table, days in days.map { (table, $0) } }
        let levels: [(SumLevel, Double?)] = [
            (.hours, retention.hours), (.days, retention.days), (.months, retention.months),
        ]
        sums = levels.compactMap { level, days in days.map { (level, $0) } }
        self.window = window
    }

    /// Whether one has waited for too long.
    var areOverdue: Bool { min(nextSettling, nextSumming, nextCleaning) + Self.patience < .now }

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
        if nextSumming <= now {
            let due = nextSumming
            nextSumming = now + summing
            guard try store.settlePeriod() else { return true }
            nextSumming = due
            return true
        }
        guard nextCleaning <= now else { return false }
        let due = nextCleaning
        nextCleaning = now + Self.cleaning
        guard try clean(store) else { return false }
        nextCleaning = due
        return true
    }

    /// Removes some of what is old.
    /// - Returns: Whether there was any.
    private func clean(_ store: any EventStore) throws -> Bool {
        for (table, days) in records
        where try store.remove(from: table, before: Self.end(days), limit: Self.step) > 0 { return true }
        for (level, days) in sums where try store.removeSums(level, before: Self.end(days), limit: Self.step) > 0 {
            return true
        }
        return false
    }

    private static func end(_ days: Double) -> UTCTime {
        UTCTime(secondsSince1970: UTCTime.now.secondsSince1970 - Int64(days * 86_400))
    }
}
