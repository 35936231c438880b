import CounterReports
import Inspection
import PluginAPI
import Settings
import Statistics

/// Makes of the store what the COUNTER API answers. To be called off the threads that serve others.
struct CounterReporting: Sendable {
    let service: ServiceSettings
    let configuration: Configuration
    let version: String

    /// What every report takes, and what is not left to the report.
    private static let common: Set = ["customer_id", "requestor_id", "api_key", "platform", "begin_date", "end_date"]
    /// Filters that COUNTER leaves it to us to have: reports know them, but not what they ask for.
    private static let unsupported: Set = ["author", "attributed", "country_code", "subdivision_code"]

    /// The store, which is not changed.
    /// - Throws: `StoreError`, `NoStore`.
    func store(_ reading: StoreReading) throws -> any EventStore {
        try configuration.storeAddress().store(in: configuration.directory, for: .reading(reading))
    }

    /// The months that there is something of and that are over.
    /// - Returns: nil when there is none.
    /// - Throws: `StoreError`.
    func months(_ store: any EventStore, now: UTCTime) throws -> ReportingPeriod? {
        let coverage: StoreCoverage
        do {
            coverage = try store.coverage(of: service.id)
        } catch let error as StoreError where error.kind == .absent {
            return nil
        }
        guard let start = coverage.first, var first = Month(of: start), let current = Month(of: now) else { return nil }
        if let days = configuration.daysOfEvents {
            // Of the month in which retention ends not all is there.
            let end = Month(of: UTCTime(secondsSince1970: now.secondsSince1970 - Int64(days * 86_400)))
            if let end { first = max(first, end.next) }
        }
        return ReportingPeriod(from: first, to: current.previous)
    }

    /// Makes a report of those of its months that there are.
    /// - Throws: `StoreError`, `NoStore`, `ConfigurationProblem`.
    func report(
        _ kind: ReportKind, _ dates: CounterDates, _ query: CounterQuery, _ reading: StoreReading, now: UTCTime
    ) throws -> UsageReport {
        let reported = try service.reported(by: "loglines \(version)", daysKept: nil)
        var exceptions = exceptions(kind, query, platform: reported.issuer.platform)
        if let first = dates.notReady.first, let last = dates.notReady.last {
            exceptions.append(.notReady.about("\(Self.words(first, last)): not over"))
        }
        let store = try store(reading)
        let months = try months(store, now: now)
        let wanted = dates.period
        if let months, wanted.first < months.first {
            let last = min(wanted.last, months.first.previous)
            exceptions.append(.noLonger.about("there is nothing of \(Self.words(wanted.first, last))"))
        }
        let first = months.map { max(wanted.first, $0.first) } ?? wanted.first
        let period = ReportingPeriod(from: first, to: wanted.last)
        var others = Self.common
        if !kind.isView { others.formUnion(Self.unsupported) }
        let parameters = ReportParameters(kind, period ?? wanted, query.parameters(besides: others))
        exceptions += parameters.exceptions
        guard months != nil, period != nil else {
            return UsageReport(
                parameters.request, UsageTally(parameters.request.period), issuer: reported.issuer, created: now,
                exceptions: exceptions, isCovered: months == nil, describe: reported.describe)
        }
        return try parameters.request.report(of: reported, from: store, now: now, exceptions: exceptions)
    }

    /// What has to be said of those parameters that are not left to the report.
    private func exceptions(_ kind: ReportKind, _ query: CounterQuery, platform: String) -> [ReportException] {
        var wrong: [(name: String, value: String)] = []
        if let wanted = query["platform"], wanted != platform, wanted != service.id {
            wrong.append(("platform", wanted))
        }
        if !kind.isView { wrong += Self.unsupported.sorted().compactMap { name in query[name].map { (name, $0) } } }
        return wrong.map { .filterValue.about("\($0.name)=\(CounterQuery.shown($0.value))") }
    }

    /// `2024-05`, `2024-05 to 2024-07`.
    private static func words(_ first: Month, _ last: Month) -> String {
        first == last ? "\(first)" : "\(first) to \(last)"
    }
}

extension Month {
    /// The month of a moment.
    init?(of time: UTCTime) { self.init(String(time.rfc3339.prefix(7))) }
}
