import CounterReports
import Hummingbird

/// Which usage is wanted, as an address has it: `service=repo.example&from=2024-01&to=2024-06&compare=2024-05&with=2024-06`.
struct ReportQuery: Sendable, Equatable {
    private struct Fields: Decodable {
        var service: String?
        var from: String?
        var to: String?
        var compare: String?
        var with: String?
    }

    /// What stands for all services.
    static let all = "*"
    /// The months of a range that nobody chose.
    private static let usual = 12
    /// What a page can show and a database sum up while somebody waits.
    static let mostMonths = 120

    /// Only this service; nil: all.
    var service: String?
    /// The months.
    var period: ReportingPeriod
    /// The two months that are compared.
    var compared: Pair<Month>
    /// Whether any of the months is over, as those of a COUNTER report must be.
    let hasWholeMonths: Bool

    /// Reads an address's query.
    /// - Parameters:
    ///   - services: Those that there are; the first is meant by an address that names none.
    ///   - today: The month that it is.
    /// - Throws: 400, which names the field.
    init(_ query: String, services: [String], today: Month) throws {
        let fields: Fields
        do {
            fields = try URLEncodedFormDecoder().decode(Fields.self, from: query)
        } catch {
            throw HTTPError(.badRequest, message: "the address is not of the fields of this page")
        }
        switch fields.service {
        case nil, "": service = services.first
        case Self.all: service = nil
        case let name?:
            guard services.contains(name) else {
                throw HTTPError(.badRequest, message: "service: there is no '\(name)'")
            }
            service = name
        }
        let to = try Self.month(fields.to, "to")
        let from = try Self.month(fields.from, "from")
        let last = to ?? max(from ?? today, today)
        let first = from ?? last.advanced(by: 1 - Self.usual) ?? last
        guard let period = ReportingPeriod(from: first, to: last) else {
            throw HTTPError(.badRequest, message: "from: \(first) is later than \(last)")
        }
        guard last.distance(from: first) < Self.mostMonths else {
            throw HTTPError(
                .badRequest, message: "from: \(first) to \(last) are more than \(Self.mostMonths) months")
        }
        self.period = period
        hasWholeMonths = first < today
        let whole = today.advanced(by: -1).map { min(last, $0) } ?? last
        let second = try Self.month(fields.with, "with") ?? max(whole, first)
        compared = Pair(try Self.month(fields.compare, "compare") ?? second.advanced(by: -1) ?? second, second)
    }

    private static func month(_ text: String?, _ field: String) throws -> Month? {
        guard let text, !text.isEmpty else { return nil }
        guard let month = Month(text) else {
            throw HTTPError(.badRequest, message: "\(field): '\(text)' is no month such as 2024-06")
        }
        return month
    }

    /// The query that says the same, for links.
    var text: String {
        text(of: [("compare", "\(compared.first)"), ("with", "\(compared.second)")])
    }

    /// The query without the months that are compared: they are the usual ones then.
    var textOfRange: String { text(of: []) }

    private func text(of more: [(name: String, value: String?)]) -> String {
        QueryText.of(
            [("service", service ?? Self.all), ("from", "\(period.first)"), ("to", "\(period.last)")] + more)
    }
}

extension ReportQuery {
    /// Ranges that are often wanted.
    static func presets(today: Month) -> [(name: String, period: ReportingPeriod)] {
        let year = today.description.prefix(4)
        let before = today.advanced(by: -12)?.description.prefix(4) ?? year
        let ranges: [(String, Month?, Month?)] = [
            ("Last 12 months", today.advanced(by: 1 - usual), today),
            ("This month", today, today),
            ("Last month", today.advanced(by: -1), today.advanced(by: -1)),
            ("This year", Month("\(year)-01"), today),
            ("Last year", Month("\(before)-01"), Month("\(before)-12")),
        ]
        return ranges.compactMap { name, first, last in
            guard let first, let last, let period = ReportingPeriod(from: first, to: last) else { return nil }
            return (name, period)
        }
    }
}

/// What is compared.
struct Pair<Value: Sendable & Equatable>: Sendable, Equatable {
    let first: Value
    let second: Value

    init(_ first: Value, _ second: Value) { (self.first, self.second) = (first, second) }
}
