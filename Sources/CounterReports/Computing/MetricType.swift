/// COUNTER's metrics of items and platforms (Code of Practice 5.1, section 3.3.4), in the order of their names.
public enum MetricType: String, Sendable, CaseIterable {
    /// Denials because too many used it. Repositories deny nothing, and it is counted nowhere here.
    case limitExceeded = "Limit_Exceeded"
    /// Denials for want of a licence. Counted nowhere here.
    case noLicense = "No_License"
    /// Searches. Log lines of repositories do not tell them; counted nowhere here.
    case searchesPlatform = "Searches_Platform"
    /// Uses of every kind, double clicks counted once.
    case totalItemInvestigations = "Total_Item_Investigations"
    /// Uses that delivered the content, double clicks counted once.
    case totalItemRequests = "Total_Item_Requests"
    /// Sessions in which an item was used.
    case uniqueItemInvestigations = "Unique_Item_Investigations"
    /// Sessions in which an item's content was delivered.
    case uniqueItemRequests = "Unique_Item_Requests"
    /// Of hosts that report whole books; a repository reports items (table 3.p). Counted nowhere here.
    case uniqueTitleInvestigations = "Unique_Title_Investigations"
    /// The same with delivered content.
    case uniqueTitleRequests = "Unique_Title_Requests"

    /// Those that repositories have something of.
    static let counted: [MetricType] = [
        .totalItemInvestigations, .totalItemRequests, .uniqueItemInvestigations, .uniqueItemRequests,
    ]

    /// Its place among those that are counted.
    var position: Int {
        switch self {
        case .totalItemInvestigations: 0
        case .totalItemRequests: 1
        case .uniqueItemInvestigations: 2
        case .uniqueItemRequests: 3
        case .limitExceeded, .noLicense, .searchesPlatform, .uniqueTitleInvestigations, .uniqueTitleRequests:
            preconditionFailure("nobody counts \(rawValue)")
        }
    }
}

/// The metrics of some months.
public struct MetricCounts: Sendable, Equatable {
    private var counts: [[Int]]

    /// Nothing counted.
    init(months: Int) {
        counts = MetricType.counted.map { _ in [Int](repeating: 0, count: months) }
    }

    /// Nothing counted, of the months that other counts have.
    init(of counts: MetricCounts) { self.init(months: counts.counts[0].count) }

    /// The count of a month, from 0.
    subscript(metric: MetricType, month: Int) -> Int {
        get { counts[metric.position][month] }
        set { counts[metric.position][month] = newValue }
    }

    /// The counts of all months.
    public subscript(metric: MetricType) -> [Int] { counts[metric.position] }

    /// Of all months together.
    public func total(_ metric: MetricType) -> Int { counts[metric.position].reduce(0, +) }

    /// Both together.
    static func += (left: inout MetricCounts, right: MetricCounts) {
        for metric in MetricType.counted {
            for month in left[metric].indices { left[metric, month] += right[metric, month] }
        }
    }
}
