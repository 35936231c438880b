import CounterRules
public import PluginAPI
public import Statistics

/// A service of which reports are made.
public struct ReportedService {
    /// Its ID in the store.
    public var id: String
    /// Who reports.
    public var issuer: ReportIssuer
    /// For how many days the store keeps events; nil: for ever.
    public var daysKept: Double?
    /// What is known of an item, of which the store may know a page.
    public var describe: (_ item: String, _ page: String?) -> ItemDescription

    /// A service.
    public init(
        id: String, issuer: ReportIssuer, daysKept: Double? = nil,
        describe: @escaping (_ item: String, _ page: String?) -> ItemDescription
    ) {
        (self.id, self.issuer, self.daysKept, self.describe) = (id, issuer, daysKept, describe)
    }
}

extension ReportRequest {
    /// Makes the report of what a store holds: of uses by people that are no double clicks, in months of UTC.
    /// - Parameters:
    ///   - now: When it is made: of a month that is not over the report says so.
    ///   - exceptions: What else has to be said of it.
    /// - Throws: `StoreError`.
    public func report(
        of service: ReportedService, from store: any EventStore, now: UTCTime, exceptions: [ReportException] = []
    ) throws -> UsageReport {
        while try store.settleHour(window: DoubleClicks.window) {}
        let coverage = try store.coverage(of: service.id)
        var tally = UsageTally(period)
        let selection = StoreSelection(services: [service.id], from: period.first.start, before: period.last.next.start)
        try store.uses(selection, pages: kind.isOfItems) { tally.add($0) }
        return UsageReport(
            self, tally, issuer: service.issuer, created: now,
            exceptions: exceptions + self.exceptions(coverage, now: now, daysKept: service.daysKept),
            describe: service.describe)
    }

    /// What the calendar and the store say of the report.
    private func exceptions(_ coverage: StoreCoverage, now: UTCTime, daysKept: Double?) -> [ReportException] {
        var exceptions: [ReportException] = []
        if now < period.last.next.start { exceptions.append(.notReady) }
        let start = period.first.start
        // Where there is still something from before the period, retention has not come to it yet.
        if let daysKept, Double(now.secondsSince1970) - daysKept * 86_400 > Double(start.secondsSince1970),
            coverage.first.map({ $0 >= start }) ?? true
        {
            exceptions.append(.noLonger)
        }
        let seconds = period.first.start.secondsSince1970..<period.last.next.start.secondsSince1970
        // Who may only read cannot look for double clicks.
        if coverage.unsettled.contains(where: seconds.contains) {
            exceptions.append(.partial.about("late lines are being counted"))
        }
        return exceptions
    }
}
