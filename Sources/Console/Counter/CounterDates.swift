import CounterReports
import PluginAPI

/// The months that a request asks for.
struct CounterDates {
    /// Those of them that are over; nil when there is none.
    let period: ReportingPeriod
    /// Those that are not.
    let notReady: [Month]

    /// Reads begin_date and end_date.
    /// - Throws: ``CounterException`` 3020.
    init(_ query: CounterQuery, now: UTCTime) throws(CounterException) {
        let (first, last) = (try Self.month("begin_date", query), try Self.month("end_date", query, isEnd: true))
        guard let period = ReportingPeriod(from: first, to: last) else {
            throw CounterException(.invalidDates, "end_date is before begin_date")
        }
        guard let current = Month(of: now), first < current else {
            throw CounterException(.invalidDates, "begin_date: the month is not over")
        }
        guard last >= current else {
            (self.period, notReady) = (period, [])
            return
        }
        let ready = current.previous
        guard let over = ReportingPeriod(from: first, to: ready) else {
            preconditionFailure("a month before the current one is not after the one before it")
        }
        self.period = over
        notReady =
            last.distance(from: ready) > 24 ? [current, last] : ReportingPeriod(from: current, to: last)?.months ?? []
    }

    /// A month, or the day with which it begins or ends.
    private static func month(
        _ name: String, _ query: CounterQuery, isEnd: Bool = false
    ) throws(CounterException) -> Month {
        let text = query[name] ?? ""
        let month = Month(String(text.prefix(7)))
        guard let month, text.utf8.count == 7 || text == (isEnd ? month.lastDay : month.firstDay) else {
            let day = isEnd ? "last day, 2024-06-30" : "first day, 2024-06-01"
            throw CounterException(
                .invalidDates,
                "\(name): '\(CounterQuery.shown(text))' is no month such as 2024-06 and no month's \(day)")
        }
        return month
    }
}
