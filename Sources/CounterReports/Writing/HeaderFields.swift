import CounterRules

/// The filters and attributes that a report's header names.
struct HeaderFields {
    /// Report_Filters besides the dates: each with its values.
    let filters: [(name: String, values: [String])]
    /// Attributes_To_Show.
    let attributes: [String]
    /// Metric_Types of a tabular report.
    let metrics: [String]

    init(_ request: ReportRequest) {
        var filters: [(name: String, values: [String])] = []
        func add(_ name: String, _ values: [String]) {
            if !values.isEmpty { filters.append((name, values.sorted())) }
        }
        add("Data_Type", request.dataTypes.map(\.rawValue))
        add("Access_Method", request.accessMethods.map(\.rawValue))
        add("Access_Type", request.accessTypes.map(\.rawValue))
        add("YOP", request.years.map(\.description))
        if let item = request.item { add("Item_ID", [item]) }
        self.filters = filters
        attributes = ReportAttribute.allCases.filter(request.attributes.contains).map(\.rawValue)
        metrics = (request.kind.isView ? request.kind.metrics : request.metrics).map(\.rawValue)
    }
}
