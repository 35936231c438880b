import PluginAPI

/// How long the periods are that a table of sums has rows for. All are UTC's.
public enum SumLevel: String, Sendable, CaseIterable {
    /// Clock hours.
    case hours
    /// Days.
    case days
    /// Calendar months.
    case months

    /// When the period began that a moment is in; both in seconds since 1970.
    public func start(of time: Int64) -> Int64 {
        switch self {
        case .hours: StoreHour.start(of: time)
        case .days: time - (time % Self.day + Self.day) % Self.day
        case .months:
            Self.firstDay(ofMonth: Self.month(of: time)) ?? time
        }
    }

    /// When the period after the one that a moment is in begins.
    public func end(of time: Int64) -> Int64 {
        switch self {
        case .hours: start(of: time) + StoreHour.length
        case .days: start(of: time) + Self.day
        case .months:
            // The last month that can be written has 31 days.
            Self.firstDay(ofMonth: Self.month(of: time) + 1) ?? start(of: time) + 31 * Self.day
        }
    }

    private static let day: Int64 = 86_400

    /// Months since January of the year 0.
    private static func month(of time: Int64) -> Int {
        // `YYYY-MM-DDT…`
        let digits = UTCTime(secondsSince1970: time).rfc3339.utf8.prefix(7).compactMap {
            $0 == UInt8(ascii: "-") ? nil : Int($0) - 48
        }
        let number = digits.reduce(0) { $0 * 10 + $1 }
        return number / 100 * 12 + number % 100 - 1
    }

    private static func firstDay(ofMonth month: Int) -> Int64? {
        UTCTime(year: month / 12, month: month % 12 + 1, day: 1, hour: 0, minute: 0, second: 0)?.secondsSince1970
    }
}
