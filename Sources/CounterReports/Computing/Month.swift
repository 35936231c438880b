public import PluginAPI

/// A month of the calendar, in UTC.
public struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Months since the beginning of the year 0.
    private let number: Int

    /// A month.
    /// - Parameter month: From 1 to 12.
    /// - Returns: nil when there is no such month between the years 1 and 9998.
    public init?(year: Int, month: Int) {
        guard (1...9998).contains(year), (1...12).contains(month) else { return nil }
        number = year * 12 + month - 1
    }

    /// Reads `2024-06`.
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 7, parts.count == 2, parts[0].utf8.count == 4, text.utf8.first != UInt8(ascii: "+"),
            text.utf8.dropFirst(5).first != UInt8(ascii: "+"), let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    private init(number: Int) { self.number = number }

    private var year: Int { number / 12 }
    private var month: Int { number % 12 + 1 }

    /// The month after it.
    public var next: Month { Month(number: number + 1) }

    /// The month before it.
    public var previous: Month { Month(number: number - 1) }

    /// Its first moment.
    public var start: UTCTime {
        guard let time = UTCTime(year: year, month: month, day: 1, hour: 0, minute: 0, second: 0) else {
            preconditionFailure("every month that can be made has a first day")
        }
        return time
    }

    /// Its first day: `2024-06-01`.
    public var firstDay: String { String(start.rfc3339.prefix(10)) }

    /// Its last day: `2024-06-30`.
    public var lastDay: String {
        String(UTCTime(secondsSince1970: next.start.secondsSince1970 - 86_400).rfc3339.prefix(10))
    }

    /// As JSON reports have it: `2024-06`.
    public var description: String { String(start.rfc3339.prefix(7)) }

    /// As tabular reports have it: `Jun-2024`.
    public var heading: String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(names[month - 1])-\(description.prefix(4))"
    }

    /// How many months it is from another.
    public func distance(from other: Month) -> Int { number - other.number }

    /// Earlier months come first.
    public static func < (left: Month, right: Month) -> Bool { left.number < right.number }
}

/// The months of a report, of which there is at least one.
public struct ReportingPeriod: Sendable, Hashable {
    /// The first month.
    public let first: Month
    /// The last month.
    public let last: Month

    /// Some months.
    /// - Returns: nil when the last one is before the first.
    public init?(from first: Month, to last: Month) {
        guard first <= last else { return nil }
        (self.first, self.last) = (first, last)
    }

    /// Its months in their order.
    public var months: [Month] {
        var months = [first]
        while let month = months.last, month < last { months.append(month.next) }
        return months
    }
}
