/// COUNTER's metrics of items (Code of Practice 5.1, section 3.3.4), in the order of their names.
public enum MetricType: String, Sendable, CaseIterable {
    /// Uses of every kind, double clicks counted once.
    case totalItemInvestigations = "Total_Item_Investigations"
    /// Uses that delivered the content, double clicks counted once.
    case totalItemRequests = "Total_Item_Requests"
    /// Sessions in which an item was used.
    case uniqueItemInvestigations = "Unique_Item_Investigations"
    /// Sessions in which an item's content was delivered.
    case uniqueItemRequests = "Unique_Item_Requests"

    /// Its place among all.
    var position: Int {
        switch self {
        case .totalItemInvestigations: 0
        case .totalItemRequests: 1
        case .uniqueItemInvestigations: 2
        case .uniqueItemRequests: 3
        }
    }
}

/// The metrics of some months.
public struct MetricCounts: Sendable, Equatable {
    private var counts: [[Int]]

    /// Nothing counted.
    init(months: Int) {
        counts = MetricType.allCases.map { _ in [Int](repeating: 0, count: months) }
    }

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
        for metric in MetricType.allCases {
            for month in left[metric].indices { left[metric, month] += right[metric, month] }
        }
    }
}
