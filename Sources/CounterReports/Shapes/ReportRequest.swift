public import CounterRules

/// Which report is wanted.
public struct ReportRequest: Sendable {
    /// The report.
    public let kind: ReportKind
    /// Its months.
    public let period: ReportingPeriod
    /// The metrics wanted; empty: all.
    public private(set) var metrics: [MetricType] = []
    /// The data types wanted; empty: all.
    public private(set) var dataTypes: Set<DataType> = []
    /// The access methods wanted; empty: all.
    public private(set) var accessMethods: Set<AccessMethod> = []
    /// The years of publication wanted; empty: all.
    public private(set) var years: [YearRange] = []
    /// The access types wanted; empty: all.
    public private(set) var accessTypes: Set<AccessType> = []
    /// The only item wanted, by its identifier, with or without the namespace, or its DOI; nil: all.
    public private(set) var item: String?
    /// The attributes wanted besides what every such report has.
    public private(set) var attributes: Set<ReportAttribute> = []
    /// Whether what items are part of is told.
    public private(set) var includesParents = false
    /// Whether only totals are told, and no months.
    public var excludesMonths = false

    /// A filter or an attribute that the report does not have (COUNTER API's exceptions 3050, 3060 and 3062). One line of text.
    public struct Unfit: Error, Equatable, CustomStringConvertible {
        /// `PR has no attribute YOP`.
        public let description: String
    }

    /// The whole of a report.
    public init(_ kind: ReportKind, _ period: ReportingPeriod) {
        (self.kind, self.period) = (kind, period)
        guard kind.isView else { return }
        accessMethods = [.regular]
        if kind == .irA1 { dataTypes = [.article] }
    }

    /// The report with filters. A view's are fixed.
    /// - Throws: ``Unfit``.
    public func filtered(
        metrics: [MetricType] = [], dataTypes: Set<DataType> = [], accessMethods: Set<AccessMethod> = [],
        years: [YearRange] = [], accessTypes: Set<AccessType> = [], item: String? = nil
    ) throws(Unfit) -> ReportRequest {
        var request = self
        let isOfItems = !years.isEmpty || !accessTypes.isEmpty || item != nil
        let isFiltered = isOfItems || !metrics.isEmpty || !dataTypes.isEmpty || !accessMethods.isEmpty
        guard !isFiltered || !kind.isView else {
            throw Unfit(description: "\(kind.rawValue) has no filters but its own")
        }
        guard !isOfItems || kind.isOfItems else { throw Unfit(description: "\(kind.rawValue) has no items") }
        if let metric = metrics.first(where: { !kind.metrics.contains($0) }) {
            throw Unfit(description: "\(kind.rawValue) has no Metric_Type \(metric.rawValue)")
        }
        if kind.isOfItems, let type = dataTypes.first(where: { !$0.isOfItems }) {
            throw Unfit(description: "\(kind.rawValue) has no Data_Type \(type.rawValue)")
        }
        request.metrics = MetricType.allCases.filter(metrics.contains)
        if !kind.isView { (request.dataTypes, request.accessMethods) = (dataTypes, accessMethods) }
        (request.item, request.years, request.accessTypes) = (item, years, accessTypes)
        return request
    }

    /// The report with attributes.
    /// - Throws: ``Unfit``.
    public func showing(_ attributes: Set<ReportAttribute>, parents: Bool = false) throws(Unfit) -> ReportRequest {
        if let other = ReportAttribute.allCases.first(where: {
            attributes.contains($0) && !kind.attributes.contains($0)
        }) {
            throw Unfit(description: "\(kind.rawValue) has no attribute \(other.rawValue) to show")
        }
        guard !parents || kind == .ir else {
            throw Unfit(description: "\(kind.rawValue) has no Include_Parent_Details")
        }
        var request = self
        (request.attributes, request.includesParents) = (attributes, parents)
        return request
    }

    /// The metrics that it has and that are counted.
    var shownMetrics: [MetricType] { MetricType.counted.filter((metrics.isEmpty ? kind.metrics : metrics).contains) }

    /// The attributes that it has.
    var shownAttributes: Set<ReportAttribute> { attributes.union(kind.fixedAttributes) }
}
