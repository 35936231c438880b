import PluginAPI
public import Statistics

/// COUNTER's metrics of many items by month, from a stream of uses in the order of their times, as stores give them
/// (``EventStore/uses(_:pages:_:)``).
///
/// What it remembers are the counts of each item, and the uses of the current hour: sessions end with it, so what is unique is
/// known then. Where nobody can tell who the user was, a use is a session of its own: nothing says that two were of the same one.
public struct UsageTally {
    /// An item in a session.
    private struct Use: Hashable {
        let session: String
        let row: Int
    }

    /// The months.
    public let period: ReportingPeriod

    private let starts: [Int64]
    private var month = 0
    private var rows: [String: Int] = [:]
    /// For each row, month by month, the four metrics.
    private var counts: [UInt32] = []
    /// For each row the address of what was looked at first; empty when not known.
    private var pages: [String] = []
    /// When the hour began of which ``uses`` are.
    private var hour = Int64.min
    /// The uses of the hour; whether one was a request already.
    private var uses: [Use: Bool] = [:]

    /// No uses yet.
    public init(_ period: ReportingPeriod) {
        self.period = period
        starts = period.months.map(\.start.secondsSince1970) + [period.last.next.start.secondsSince1970]
    }

    /// Counts the next use. Those of other months are passed over.
    /// - Precondition: It is not earlier than the one before.
    public mutating func add(_ use: StoredUse) {
        guard use.time >= starts[0] else { return }
        precondition(use.time >= hour, "uses come in the order of their times")
        while month < starts.count - 1, use.time >= starts[month + 1] { month += 1 }
        guard month < starts.count - 1 else { return }
        let row = row(of: use.item)
        if let page = use.page, pages[row].isEmpty { pages[row] = page }
        let isNew = isNew(use, row)
        func count(_ metric: MetricType, _ counts: Bool) {
            if counts { self.counts[index(row, month, metric)] += 1 }
        }
        count(.totalItemInvestigations, true)
        count(.uniqueItemInvestigations, isNew.investigation)
        count(.totalItemRequests, use.isRequest)
        count(.uniqueItemRequests, isNew.request)
    }

    /// Whether a use is the first one of its session, and the first request.
    private mutating func isNew(_ use: StoredUse, _ row: Int) -> (investigation: Bool, request: Bool) {
        guard let session = use.session else { return (true, use.isRequest) }
        let hour = StoreHour.start(of: use.time)
        if hour != self.hour {
            self.hour = hour
            uses.removeAll(keepingCapacity: true)
        }
        let key = Use(session: session, row: row)
        let before = uses[key]
        if before == nil || use.isRequest { uses[key] = use.isRequest || before == true }
        return (before == nil, use.isRequest && before != true)
    }

    private mutating func row(of item: String) -> Int {
        if let row = rows[item] { return row }
        let row = rows.count
        rows[item] = row
        pages.append("")
        counts.append(contentsOf: repeatElement(0, count: stride))
        return row
    }

    private var stride: Int { (starts.count - 1) * MetricType.counted.count }

    private func index(_ row: Int, _ month: Int, _ metric: MetricType) -> Int {
        row * stride + month * MetricType.counted.count + metric.position
    }

    /// The items that were used, in the order of their identifiers, each with its row.
    func items() -> [(item: String, row: Int)] {
        rows.map { (item: $0.key, row: $0.value) }.sorted { $0.item < $1.item }
    }

    /// The address of what was looked at first of an item; nil when nobody asked or none was.
    func page(ofRow row: Int) -> String? { pages[row].isEmpty ? nil : pages[row] }

    /// What was counted of a row.
    func counts(ofRow row: Int) -> MetricCounts {
        var counts = MetricCounts(months: starts.count - 1)
        for metric in MetricType.counted {
            for month in 0..<starts.count - 1 { counts[metric, month] = Int(self.counts[index(row, month, metric)]) }
        }
        return counts
    }
}
