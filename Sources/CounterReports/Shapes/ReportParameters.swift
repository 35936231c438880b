import CounterRules

/// The filters and attributes of a request for a report, by the names that the COUNTER API gives them (`metric_type`). What a
/// report does not have is left out, and its header says so (Code of Practice 5.1, Appendix D: 3050, 3060 to 3063).
public struct ReportParameters {
    /// What is asked for.
    public private(set) var request: ReportRequest
    /// What has to be said of what is not in it.
    public private(set) var exceptions: [ReportException] = []

    private let values: [String: String]
    private var kind: ReportKind { request.kind }

    /// The longest identifier of an item, in bytes.
    private static let longestItem = 1_000
    private static let all: Set = ["metric_type", "data_type", "access_method", "attributes_to_show", "granularity"]
    private static let ofItems: Set = [
        "access_type", "yop", "item_id", "include_parent_details", "include_component_details",
    ]

    /// Reads parameters.
    /// - Parameter values: By name, several values of one separated by `|`. An empty value is none.
    public init(_ kind: ReportKind, _ period: ReportingPeriod, _ values: [String: String]) {
        self.values = values.filter { !$0.value.isEmpty }
        request = ReportRequest(kind, period)
        let known = kind.isView ? [] : kind == .ir ? Self.all.union(Self.ofItems) : Self.all
        let unknown = self.values.keys.filter { !known.contains($0) }.sorted()
        if !unknown.isEmpty { exceptions.append(.unknownParameter.about(Self.shown(unknown, separator: ", "))) }
        if !kind.isView { read() }
    }

    private mutating func read() {
        let (kind, isOfItems) = (kind, kind == .ir)
        request = request.filtered(
            metrics: list("metric_type") { MetricType(rawValue: $0).flatMap { kind.metrics.contains($0) ? $0 : nil } },
            dataTypes: dataTypes(), accessMethods: Set(list("access_method") { AccessMethod(rawValue: $0) }),
            years: isOfItems ? list("yop") { YearRange($0) } : [],
            accessTypes: isOfItems ? Set(list("access_type") { AccessType(rawValue: $0) }) : [],
            item: isOfItems ? item() : nil)
        let attributes = list("attributes_to_show", .attributeValue) {
            ReportAttribute(rawValue: $0).flatMap { kind.attributes.contains($0) ? $0 : nil }
        }
        request = request.showing(Set(attributes), parents: flag("include_parent_details"))
        if flag("include_component_details") { exceptions.append(.noComponents) }
        switch values["granularity"]?.lowercased() {
        case nil, "month": break
        case "totals": request.excludesMonths = true
        case .some: say(.attributeValue, "granularity", [values["granularity"] ?? ""])
        }
    }

    /// Types of what items are part of are of another scope than those of items.
    private mutating func dataTypes() -> Set<DataType> {
        let known = Set(list("data_type") { DataType(rawValue: $0) })
        guard kind == .ir else { return known }
        let parents = known.filter { !$0.isOfItems }
        if !parents.isEmpty {
            say(parents == known ? .filterValue : .incongruousFilter, "data_type", parents.map(\.rawValue).sorted())
        }
        return known.subtracting(parents)
    }

    private mutating func item() -> String? {
        guard let item = values["item_id"] else { return nil }
        guard item.utf8.count <= Self.longestItem else {
            say(.filterValue, "item_id", [item])
            return nil
        }
        return item
    }

    private mutating func flag(_ name: String) -> Bool {
        guard kind == .ir, let value = values[name] else { return false }
        if !["true", "false"].contains(value.lowercased()) { say(.attributeValue, name, [value]) }
        return value.lowercased() == "true"
    }

    /// The values of a list that mean something.
    private mutating func list<Value>(
        _ name: String, _ exception: ReportException = .filterValue, _ value: (String) -> Value?
    ) -> [Value] {
        let texts = (values[name] ?? "").split(separator: "|").map(String.init)
        let wrong = texts.filter { value($0) == nil }
        if !wrong.isEmpty { say(exception, name, wrong) }
        return texts.compactMap(value)
    }

    private mutating func say(_ exception: ReportException, _ name: String, _ values: [String]) {
        exceptions.append(exception.about("\(name)=\(Self.shown(values, separator: "|"))"))
    }

    /// What others have written, as far as it goes into a message.
    private static func shown(_ texts: [String], separator: String) -> String {
        texts.prefix(10).map { String($0.prefix(80)) }.joined(separator: separator) + (texts.count > 10 ? " …" : "")
    }
}
