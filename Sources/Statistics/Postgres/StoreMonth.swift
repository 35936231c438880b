import PluginAPI

/// A month in UTC, of those that get a partition of their own: from 1990 to 2099. A log with wrong dates shall not make
/// thousands.
struct StoreMonth: Hashable {
    /// When it begins, in seconds since 1970.
    let startTime: Int64

    /// The month that a moment is in; nil: it gets no partition.
    init?(of time: UTCTime) {
        startTime = SumLevel.months.start(of: time.secondsSince1970)
        guard Self.years.contains(startTime) else { return nil }
    }

    private static let years: Range<Int64> = 631_152_000..<4_102_444_800

    /// When the next one begins, in seconds since 1970.
    var endTime: Int64 { SumLevel.months.end(of: startTime) }

    /// `2024_06`, as in the names of partitions.
    var suffix: String {
        String(UTCTime(secondsSince1970: startTime).rfc3339.prefix(7).map { $0 == "-" ? "_" : $0 })
    }

    /// When it begins.
    var start: String { UTCTime(secondsSince1970: startTime).rfc3339 }

    /// When the next one begins.
    var end: String { UTCTime(secondsSince1970: endTime).rfc3339 }
}
