import PluginAPI

/// A month in UTC, of those that get a partition of their own: from 1990 to 2099. A log with wrong dates shall not make
/// thousands.
struct StoreMonth: Hashable, Comparable {
    /// Months since January of the year 0.
    private let number: Int

    /// The month that a moment is in; nil: it gets no partition.
    init?(of time: UTCTime) {
        // `YYYY-MM-DDT…`
        let digits = Array(time.rfc3339.utf8.prefix(7))
        guard let year = Int(String(decoding: digits[0..<4], as: UTF8.self)),
            let month = Int(String(decoding: digits[5..<7], as: UTF8.self)), (1990...2099).contains(year)
        else { return nil }
        number = year * 12 + month - 1
    }

    /// Earlier months come first.
    static func < (left: StoreMonth, right: StoreMonth) -> Bool { left.number < right.number }

    /// `2024_06`, as in the names of partitions.
    var suffix: String { text("_") }

    /// When it begins.
    var start: String { text("-") + "-01 00:00:00+00" }

    /// When the next one begins.
    var end: String { StoreMonth(number: number + 1).start }

    private init(number: Int) { self.number = number }

    private func text(_ separator: String) -> String {
        let month = number % 12 + 1
        return "\(number / 12)\(separator)\(month < 10 ? "0" : "")\(month)"
    }
}
