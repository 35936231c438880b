public import CounterRules
import PluginAPI

/// COUNTER's metrics of many items by month, from a stream of hits that have survived the double-click filter (``ClickFilter``), in
/// the order of their times.
///
/// What it remembers are the counts of each item, and the uses of the current hour (of the current day, where sessions are logged):
/// sessions end with these, so what is unique in them is known then.
public struct UsageTally {
    /// What is counted apart.
    struct Subject: Hashable {
        let item: String
        /// nil: all methods together.
        let method: AccessMethod?
    }

    /// A subject in a session.
    private struct Use: Hashable {
        let session: CounterSession
        let row: Int
    }

    /// The months.
    public let period: ReportingPeriod

    private let starts: [Int64]
    private let methods: Set<AccessMethod>
    private let separatesMethods: Bool
    private var month = 0
    private var rows: [Subject: Int] = [:]
    /// For each row, month by month, the four metrics.
    private var counts: [UInt32] = []
    /// The uses of the hour, and of the day where sessions are logged; whether one was a request already.
    private var hour = Recent(seconds: 3_600)
    private var day = Recent(seconds: 86_400)

    private struct Recent {
        let seconds: Int64
        var slice: Int64?
        var uses: [Use: Bool] = [:]

        /// - Returns: Whether the use is the first one of its session, and the first request.
        mutating func add(_ use: Use, at time: Int64, isRequest: Bool) -> (investigation: Bool, request: Bool) {
            if slice != time / seconds {
                slice = time / seconds
                uses.removeAll(keepingCapacity: true)
            }
            let before = uses[use]
            if before == nil || isRequest { uses[use] = isRequest || before == true }
            return (before == nil, isRequest && before != true)
        }
    }

    /// No hits yet.
    /// - Parameters:
    ///   - methods: The access methods that count.
    ///   - separatesMethods: Whether each is counted apart.
    public init(
        _ period: ReportingPeriod, methods: Set<AccessMethod> = Set(AccessMethod.allCases),
        separatesMethods: Bool = false
    ) {
        (self.period, self.methods, self.separatesMethods) = (period, methods, separatesMethods)
        starts = period.months.map(\.start.secondsSince1970) + [period.last.next.start.secondsSince1970]
    }

    /// Counts the next hit. Hits of other months, and by other methods, are passed over.
    /// - Precondition: It is not earlier than the one before.
    public mutating func add(_ hit: CounterHit) {
        let time = hit.time.secondsSince1970
        guard time >= starts[0], methods.contains(hit.accessMethod) else { return }
        while month < starts.count - 1, time >= starts[month + 1] { month += 1 }
        guard month < starts.count - 1 else { return }
        let row = row(of: Subject(item: hit.item, method: separatesMethods ? hit.accessMethod : nil))
        let use = Use(session: hit.client.session(at: hit.time), row: row)
        let isRequest = hit.event == .request
        let isNew =
            hit.client.session == nil
            ? hour.add(use, at: time, isRequest: isRequest) : day.add(use, at: time, isRequest: isRequest)
        func count(_ metric: MetricType, _ counts: Bool) {
            if counts { self.counts[index(row, month, metric)] += 1 }
        }
        count(.totalItemInvestigations, true)
        count(.uniqueItemInvestigations, isNew.investigation)
        count(.totalItemRequests, isRequest)
        count(.uniqueItemRequests, isNew.request)
    }

    private mutating func row(of subject: Subject) -> Int {
        if let row = rows[subject] { return row }
        let row = rows.count
        rows[subject] = row
        counts.append(contentsOf: repeatElement(0, count: stride))
        return row
    }

    private var stride: Int { (starts.count - 1) * MetricType.allCases.count }

    private func index(_ row: Int, _ month: Int, _ metric: MetricType) -> Int {
        row * stride + month * MetricType.allCases.count + metric.position
    }

    /// What was counted, in the order of items.
    var subjects: [(subject: Subject, row: Int)] {
        rows.map { (subject: $0.key, row: $0.value) }.sorted {
            ($0.subject.item, $0.subject.method?.rawValue ?? "") < ($1.subject.item, $1.subject.method?.rawValue ?? "")
        }
    }

    /// What was counted of a row.
    func counts(ofRow row: Int) -> MetricCounts {
        var counts = MetricCounts(months: starts.count - 1)
        for metric in MetricType.allCases {
            for month in 0..<starts.count - 1 { counts[metric, month] = Int(self.counts[index(row, month, metric)]) }
        }
        return counts
    }
}
