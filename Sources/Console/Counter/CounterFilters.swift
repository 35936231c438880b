import CounterReports
import CounterRules

/// The filters and attributes of a request for a report. What a report does not have is left out, and its header says so
/// (Code of Practice 5.1, Appendix D: 3050, 3060 to 3063).
struct CounterFilters {
    private(set) var exceptions: [ReportException] = []
    private let query: CounterQuery
    private let kind: ReportKind

    /// What every report takes.
    private static let common: Set = ["customer_id", "requestor_id", "api_key", "platform", "begin_date", "end_date"]
    private static let platformReport: Set = [
        "metric_type", "data_type", "access_method", "attributes_to_show", "granularity",
    ]
    private static let itemReport: Set = [
        "access_type", "yop", "item_id", "include_parent_details", "include_component_details",
    ]
    /// Filters that COUNTER leaves it to us to have: they are not unknown, but no value of them is.
    private static let unsupported: Set = ["author", "attributed", "country_code", "subdivision_code"]
    /// The longest identifier of an item, in bytes.
    private static let longestItem = 1_000

    private init(_ query: CounterQuery, _ kind: ReportKind) { (self.query, self.kind) = (query, kind) }

    /// The request for a report of months.
    /// - Returns: What is asked for, and what has to be said of what is not.
    static func request(
        _ kind: ReportKind, _ period: ReportingPeriod, _ query: CounterQuery, platform: Set<String>
    ) throws -> (request: ReportRequest, exceptions: [ReportException]) {
        var filters = CounterFilters(query, kind)
        let request = try filters.applied(to: ReportRequest(kind, period), platform)
        return (request, filters.exceptions)
    }

    private mutating func applied(to plain: ReportRequest, _ platform: Set<String>) throws -> ReportRequest {
        let known = Self.common.union(kind.isView ? [] : Self.platformReport).union(kind == .ir ? Self.itemReport : [])
        let names = query.names(besides: known.union(kind.isView ? [] : Self.unsupported))
        if !names.isEmpty { say(.unknownParameter, names) }
        if let wanted = query["platform"], !platform.contains(wanted) { say(.filterValue, "platform", [wanted]) }
        guard !kind.isView else { return plain }
        for name in Self.unsupported.sorted() {
            if let value = query[name] { say(.filterValue, name, [value]) }
        }
        var request = try plain.filtered(
            metrics: values("metric_type") { [kind] in MetricType(rawValue: $0).flatMap { kind.metrics.contains($0) ? $0 : nil } },
            dataTypes: dataTypes(), accessMethods: Set(values("access_method") { AccessMethod(rawValue: $0) }),
            years: kind == .ir ? values("yop") { YearRange($0) } : [],
            accessTypes: kind == .ir ? Set(values("access_type") { AccessType(rawValue: $0) }) : [], item: item())
        let attributes = values("attributes_to_show", .attributeValue) { [kind] in
            ReportAttribute(rawValue: $0).flatMap { kind.attributes.contains($0) ? $0 : nil }
        }
        request = try request.showing(Set(attributes), parents: flag("include_parent_details"))
        if flag("include_component_details") { exceptions.append(.noComponents) }
        switch query["granularity"] {
        case nil, "Month": break
        case "Totals": request.excludesMonths = true
        case .some(let other): say(.attributeValue, "granularity", [other])
        }
        return request
    }

    /// The data types. Types of what items are part of are of another scope than those of items.
    private mutating func dataTypes() -> Set<DataType> {
        let known = Set(values("data_type") { DataType(rawValue: $0) })
        guard kind == .ir else { return known }
        let parents = known.filter { !$0.isOfItems }
        if !parents.isEmpty {
            say(parents == known ? .filterValue : .incongruousFilter, "data_type", parents.map(\.rawValue).sorted())
        }
        return known.subtracting(parents)
    }

    private mutating func item() -> String? {
        guard kind == .ir, let item = query["item_id"] else { return nil }
        guard item.utf8.count <= Self.longestItem else {
            say(.filterValue, "item_id", [item])
            return nil
        }
        return item
    }

    private mutating func flag(_ name: String) -> Bool {
        guard kind == .ir, let value = query[name] else { return false }
        switch value.lowercased() {
        case "true": return true
        case "false": return false
        default:
            say(.attributeValue, name, [value])
            return false
        }
    }

    /// The values of a list that mean something.
    private mutating func values<Value>(
        _ name: String, _ exception: ReportException = .filterValue, _ value: (String) -> Value?
    ) -> [Value] {
        let texts = query.list(name) ?? []
        let wrong = texts.filter { value($0) == nil }
        if !wrong.isEmpty { say(exception, name, wrong) }
        return texts.compactMap(value)
    }

    private mutating func say(_ exception: ReportException, _ name: String, _ values: [String]) {
        say(exception, ["\(name)=\(values.prefix(10).map(CounterQuery.shown).joined(separator: "|"))"])
    }

    private mutating func say(_ exception: ReportException, _ words: [String]) {
        let rest = words.count > 10 ? ", …" : ""
        exceptions.append(exception.about(words.prefix(10).joined(separator: ", ") + rest))
    }
}
