import CounterRules
public import PluginAPI

/// A report: a request, and what was counted for it. Its rows are made while they are written.
public struct UsageReport {
    /// One item, or one data type of the platform, with the counts of one combination of attributes.
    struct Entry {
        /// The item; empty in a report of the platform.
        let id: String
        /// What it is; nil in a report of the platform.
        let item: ItemDescription?
        let dataType: DataType
        /// nil: all together.
        let method: AccessMethod?
        var counts: MetricCounts
    }

    let request: ReportRequest
    let issuer: ReportIssuer
    let created: UTCTime
    private(set) var exceptions: [ReportException]
    private let tally: UsageTally
    private let describe: (String) -> ItemDescription

    /// A report of what was counted.
    /// - Parameters:
    ///   - tally: From ``ReportRequest/makeTally()``, with all its hits.
    ///   - created: When it is made.
    ///   - exceptions: What has to be said besides; that there is nothing is said in any case.
    ///   - describe: What is known of an item. Asked again whenever the report is written.
    public init(
        _ request: ReportRequest, _ tally: UsageTally, issuer: ReportIssuer, created: UTCTime,
        exceptions: [ReportException] = [], describe: @escaping (String) -> ItemDescription
    ) {
        (self.request, self.tally, self.issuer, self.created) = (request, tally, issuer, created)
        self.describe = describe
        self.exceptions = exceptions
        if isEmpty { self.exceptions.append(.noUsage) }
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
        let groups = Dictionary(grouping: tally.subjects.filter { isWanted($0.subject.item) }) { subject in
            request.groupsByParent
                ? describe(subject.subject.item).parent.map { "\($0.title)\n\($0.identifiers)" } ?? "" : ""
        }
        for (_, subjects) in groups.sorted(by: { $0.key < $1.key }) {
            for (subject, row) in subjects {
                let item = describe(subject.item)
                guard request.dataTypes.isEmpty || request.dataTypes.contains(item.dataType) else { continue }
                let entry = Entry(
                    id: subject.item, item: item, dataType: item.dataType, method: subject.method,
                    counts: tally.counts(ofRow: row))
                if hasCounts(entry) { try body(entry) }
            }
        }
    }

    /// The counts of items together, by data type.
    private func platformEntries() -> [Entry] {
        var entries: [String: Entry] = [:]
        for (subject, row) in tally.subjects {
            let type = describe(subject.item).dataType
            guard request.dataTypes.isEmpty || request.dataTypes.contains(type) else { continue }
            let key = "\(type.rawValue)\n\(subject.method?.rawValue ?? "")"
            var entry = Entry(
                id: "", item: nil, dataType: type, method: subject.method, counts: tally.counts(ofRow: row))
            if let before = entries[key] { entry.counts += before.counts }
            entries[key] = entry
        }
        return entries.sorted { $0.key < $1.key }.map(\.value).filter(hasCounts)
    }

    private func isWanted(_ item: String) -> Bool { request.item.map { $0 == item } ?? true }

    private func hasCounts(_ entry: Entry) -> Bool {
        request.shownMetrics.contains { entry.counts.total($0) > 0 }
    }
}

extension ReportRequest {
    /// Whether items with one parent stand together.
    var groupsByParent: Bool { includesParents || kind == .irA1 }
}
