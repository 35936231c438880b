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

    /// What has been counted.
    struct Available {
        /// The months that there is something of and that are over; nil: there is none.
        let months: ReportingPeriod?
        /// Those of them in which double clicks have not been looked for everywhere.
        let unsettled: Set<Month>
    }

    private func store(_ reading: StoreReading) throws -> any EventStore {
        try configuration.storeAddress().store(in: configuration.directory, for: .reading(reading))
    }

    /// What there is of the service.
    /// - Throws: `StoreError`, `NoStore`.
    func available(_ reading: StoreReading, now: UTCTime) throws -> Available {
        do {
            return available(try store(reading).coverage(of: service.id), now)
        } catch let error as StoreError where error.kind == .absent {
            return Available(months: nil, unsettled: [])
        }
    }

    private func available(_ coverage: StoreCoverage, _ now: UTCTime) -> Available {
        guard let start = coverage.first, let earliest = Self.month(of: start.secondsSince1970),
            let current = Self.month(of: now.secondsSince1970)
        else { return Available(months: nil, unsettled: []) }
        var first = earliest
        // Of the month in which retention ends not all is there.
        if let days = daysKept, let end = Self.month(of: now.secondsSince1970 - Int64(days * 86_400)) {
            first = max(first, end.next)
        }
        return Available(
            months: ReportingPeriod(from: first, to: current.previous),
            unsettled: Set(coverage.unsettled.compactMap(Self.month)))
    }

    /// For how many days the recorders keep events; nil: for ever.
    private var daysKept: Double? {
        configuration.workers.compactMap { worker -> Double? in
            guard case .recorder(let settings) = worker.job else { return nil }
            return settings.retention.events
        }.min()
    }

    private static func month(of time: Int64) -> Month? {
        Month(String(UTCTime(secondsSince1970: time).rfc3339.prefix(7)))
    }

    /// What the service's rows call it.
    var platform: String { service.id }

    /// Makes a report of those of its months that there are.
    /// - Parameter exceptions: What has to be said of the request.
    /// - Throws: `StoreError`, `NoStore`.
    func report(
        _ request: (ReportingPeriod) throws -> ReportRequest, _ wanted: ReportingPeriod, _ reading: StoreReading,
        now: UTCTime, exceptions: [ReportException]
    ) throws -> UsageReport {
        let available = try available(reading, now: now)
        var exceptions = exceptions
        var period = wanted
        if let months = available.months {
            if wanted.first < months.first {
                let last = min(wanted.last, months.first.previous)
                exceptions.append(.noLonger.about("there is nothing of \(Self.words(wanted.first, last))"))
            }
            period = ReportingPeriod(from: max(wanted.first, months.first), to: wanted.last) ?? wanted
        }
        let unsettled = available.unsettled.filter { period.first <= $0 && $0 <= period.last }.sorted()
        if let first = unsettled.first, let last = unsettled.last {
            exceptions.append(.notReady.about("late lines of \(Self.words(first, last)) are being counted"))
        }
        let reported = ReportedService(id: service.id, issuer: issuer) { item, page in
            var description = ItemDescription()
            description.identifiers.proprietary = "loglines:\(item)"
            description.identifiers.uri = page ?? ""
            return description
        }
        let request = try request(period)
        guard available.months.map({ $0.first <= period.last && wanted.last >= $0.first }) == true else {
            return UsageReport(
                request, UsageTally(period), issuer: issuer, created: now, exceptions: exceptions,
                describe: reported.describe)
        }
        return try request.report(of: reported, from: store(reading), now: now, exceptions: exceptions)
    }

    private var issuer: ReportIssuer {
        ReportIssuer(platform: platform, namespace: "loglines", createdBy: "loglines \(version)")
    }

    /// `2024-05`, `2024-05 to 2024-07`.
    static func words(_ first: Month, _ last: Month) -> String { first == last ? "\(first)" : "\(first) to \(last)" }
}
