import CounterReports
import PluginAPI

/// The days or months of a range, one after the other: the steps of a chart's time.
struct ReportSteps: Sendable, Equatable {
    /// How long a step is.
    enum Length: String, Sendable {
        case day, month
    }

    /// A day or a month, in UTC.
    struct Step: Sendable, Equatable {
        /// Its first moment, in seconds since 1970.
        let start: Int64
        /// `2024-06-15`, `2024-06`.
        let name: String
    }

    /// More than so many months are shown by month: their days would be thinner than a line on a telephone.
    private static let mostMonthsByDay = 3

    let length: Length
    let steps: [Step]

    /// The steps of a range: days of a short one, else months.
    init(_ period: ReportingPeriod) {
        let months = period.months
        guard months.count <= Self.mostMonthsByDay else {
            length = .month
            steps = months.map { Step(start: $0.start.secondsSince1970, name: $0.description) }
            return
        }
        length = .day
        let seconds = stride(
            from: period.first.start.secondsSince1970, to: period.last.next.start.secondsSince1970, by: 86_400)
        steps = seconds.map {
            Step(start: $0, name: String(UTCTime(secondsSince1970: $0).rfc3339.prefix(10)))
        }
    }

    /// The numbers of the steps that are named below a chart, evenly, with what they are called there.
    /// - Parameter most: How many names have room.
    func labels(most: Int) -> [(index: Int, text: String)] {
        let strides = length == .day ? [1, 2, 7, 14, 28] : [1, 2, 3, 6, 12, 24]
        let chosen = strides.first { (steps.count + $0 - 1) / $0 <= most } ?? strides[strides.count - 1]
        var year: Substring = ""
        return stride(from: 0, to: steps.count, by: chosen).map { index in
            let name = steps[index].name
            defer { year = name.prefix(4) }
            return (index, Self.text(name, withYear: length == .month && name.prefix(4) != year))
        }
    }

    /// `15 Jun 2024`, `Jun 2024`.
    func title(of index: Int) -> String { Self.text(steps[index].name, withYear: true) }

    /// A month as charts call it: `Jun 2024`.
    static func text(_ month: Month) -> String { text(month.description, withYear: true) }

    private static func text(_ name: String, withYear: Bool) -> String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let numbers = name.split(separator: "-").compactMap { Int($0) }
        let day = numbers.count > 2 ? ["\(numbers[2])"] : []
        return (day + [names[numbers[1] - 1]] + (withYear ? ["\(name.prefix(4))"] : [])).joined(separator: " ")
    }
}
