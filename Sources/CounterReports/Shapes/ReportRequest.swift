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

    /// The whole of a report.
    public init(_ kind: ReportKind, _ period: ReportingPeriod) {
        (self.kind, self.period) = (kind, period)
        guard kind.isView else { return }
        accessMethods = [.regular]
        if kind == .irA1 { dataTypes = [.article] }
    }

    /// The report with filters that its kind has; see ``ReportParameters``.
    public func filtered(
        metrics: [MetricType], dataTypes: Set<DataType>, accessMethods: Set<AccessMethod>, years: [YearRange],
        accessTypes: Set<AccessType>, item: String?
    ) -> ReportRequest {
        var request = self
        request.metrics = MetricType.allCases.filter(metrics.contains)
        (request.dataTypes, request.accessMethods) = (dataTypes, accessMethods)
        (request.item, request.years, request.accessTypes) = (item, years, accessTypes)
        return request
    }

    /// The report with attributes that its kind has; see ``ReportParameters``.
    public func showing(_ attributes: Set<ReportAttribute>, parents: Bool) -> ReportRequest {
        var request = self
        (request.attributes, request.includesParents) = (attributes, parents)
        return request
    }

    /// The metrics that it has and that are counted.
    var shownMetrics: [MetricType] { MetricType.counted.filter((metrics.isEmpty ? kind.metrics : metrics).contains) }

    /// The attributes that it has.
    var shownAttributes: Set<ReportAttribute> { attributes.union(kind.fixedAttributes) }
}
