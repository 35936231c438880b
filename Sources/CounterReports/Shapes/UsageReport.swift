import CounterRules
public import PluginAPI

/// A report: a request, and what was counted for it. Its rows are made while they are written.
public struct UsageReport {
    /// One item, or one data type of the platform, with its counts.
    struct Entry {
        /// The item; nil in a report of the platform.
        let item: ItemDescription?
        let dataType: DataType
        var counts: MetricCounts
    }

    let request: ReportRequest
    let issuer: ReportIssuer
    let created: UTCTime
    /// What has to be said of it besides its numbers.
    public private(set) var exceptions: [ReportException]
    private let tally: UsageTally
    private let items: [(item: String, row: Int)]
    private let describe: (_ item: String, _ page: String?) -> ItemDescription

    /// A report of what was counted.
    /// - Parameters:
    ///   - tally: What was used in the request's period.
    ///   - created: When it is made.
    ///   - exceptions: What has to be said besides.
    ///   - isCovered: Whether there might be something, so that it is said where there is nothing; else the exceptions say why.
    ///   - describe: What is known of an item, of which the store may know a page. Asked again whenever the report is written.
    public init(
        _ request: ReportRequest, _ tally: UsageTally, issuer: ReportIssuer, created: UTCTime,
        exceptions: [ReportException] = [], isCovered: Bool = true,
        describe: @escaping (_ item: String, _ page: String?) -> ItemDescription
    ) {
        (self.request, self.tally, self.issuer, self.created) = (request, tally, issuer, created)
        self.describe = describe
        self.exceptions = exceptions
        items = request.hasMethod(.regular) ? tally.items() : []
        if isCovered, isEmpty { self.exceptions.append(.noUsage) }
    }

    private var isEmpty: Bool {
        struct Found: Error {}
        do {
            try forEachEntry { _ in throw Found() }
            return true
        } catch {
            return false
        }
    }

    /// Calls `body` with each entry that has anything to count: items in the order of their identifiers, those with a parent after
    /// those without, by parent.
    func forEachEntry(_ body: (Entry) throws -> Void) rethrows {
        guard request.kind.isOfItems else {
            for entry in platformEntries() { try body(entry) }
            return
        }
        guard request.groupsByParent else { return try forEach(items, body) }
        let groups = Dictionary(grouping: items) { item, row in
            describe(item, nil).parent.map { "\($0.title)\n\($0.identifiers)" } ?? ""
        }
        for (_, items) in groups.sorted(by: { $0.key < $1.key }) { try forEach(items, body) }
    }

    private func forEach(_ items: [(item: String, row: Int)], _ body: (Entry) throws -> Void) rethrows {
        for (id, row) in items {
            let item = describe(id, tally.page(ofRow: row))
            guard request.wants(item, id) else { continue }
            let entry = Entry(item: item, dataType: item.dataType, counts: tally.counts(ofRow: row))
            if hasCounts(entry) { try body(entry) }
        }
    }

    /// The counts of items together, by data type.
    private func platformEntries() -> [Entry] {
        var entries: [DataType: Entry] = [:]
        for (id, row) in items {
            let item = describe(id, nil)
            guard request.wants(item, id) else { continue }
            let counts = tally.counts(ofRow: row)
            entries[item.dataType, default: Entry(item: nil, dataType: item.dataType, counts: MetricCounts(of: counts))]
                .counts += counts
        }
        return entries.values.sorted { $0.dataType.rawValue < $1.dataType.rawValue }.filter(hasCounts)
    }

    private func hasCounts(_ entry: Entry) -> Bool {
        request.shownMetrics.contains { entry.counts.total($0) > 0 }
    }
}

extension ReportRequest {
    /// Whether items with one parent stand together.
    var groupsByParent: Bool { includesParents || kind == .irA1 }

    /// Whether uses by an access method are wanted.
    func hasMethod(_ method: AccessMethod) -> Bool { accessMethods.isEmpty || accessMethods.contains(method) }

    /// Whether an item is wanted.
    func wants(_ item: ItemDescription, _ id: String) -> Bool {
        if let wanted = self.item, ![id, item.identifiers.proprietary, item.identifiers.doi].contains(wanted) {
            return false
        }
        return (dataTypes.isEmpty || dataTypes.contains(item.dataType))
            && (accessTypes.isEmpty || accessTypes.contains(item.accessType))
            && (years.isEmpty || years.contains { $0.contains(item.yearOfPublication) })
    }
}
