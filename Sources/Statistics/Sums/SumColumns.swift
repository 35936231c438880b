/// A column of sums that tells a table's rows apart, and what it is in the records.
struct SumKey: Sendable {
    let name: String
    /// Where a record may have NULL for it, a row of sums has empty text.
    let isOptional: Bool

    static func always(_ name: String) -> SumKey { SumKey(name: name, isOptional: false) }
    static func optional(_ name: String) -> SumKey { SumKey(name: name, isOptional: true) }

    /// How it is made of a record.
    var ofRecord: String { isOptional ? "COALESCE(\(name), '')" : name }
}

/// A column of sums.
struct SumValue: Sendable {
    /// How it is made of records.
    enum Measure: Sendable {
        /// How many there are, of which a condition holds.
        case count(where: String?)
        /// A whole number's total, over those of which a condition holds.
        case total(of: String, where: String?)
        /// How many different ones there are.
        case different(String)
        case realTotal(of: String)
        case least(of: String)
        case greatest(of: String)
    }

    let name: String
    let measure: Measure

    init(_ name: String, _ measure: Measure) { (self.name, self.measure) = (name, measure) }

    var column: StoreColumn {
        switch measure {
        case .count, .total, .different: .integer(name)
        case .realTotal, .least, .greatest: .real(name)
        }
    }
}

extension SumKind {
    /// What tells rows of one period apart.
    var keys: [SumKey] {
        switch self {
        case .usage: [.always("service"), .always("kind"), .always("agent_class"), .optional("country")]
        case .item: [.always("service"), .always("item"), .always("kind")]
        case .transfer: [.always("service"), .always("direction"), .always("network"), .optional("country")]
        case .point: [.always("service"), .always("name"), .optional("unit"), .optional("kind")]
        }
    }

    /// What is summed up.
    var values: [SumValue] {
        switch self {
        case .usage:
            [
                SumValue("uses", .count(where: "NOT double_click")),
                SumValue("double_clicks", .count(where: "double_click")),
                SumValue("bytes", .total(of: "bytes", where: nil)),
            ]
        case .item:
            [
                SumValue("uses", .count(where: "NOT double_click")),
                SumValue("bytes", .total(of: "bytes", where: "NOT double_click")),
            ]
        case .transfer:
            [
                SumValue("transfers", .count(where: nil)), SumValue("bytes", .total(of: "bytes", where: nil)),
                SumValue("packets", .total(of: "packets", where: nil)), SumValue("clients", .different("host")),
            ]
        case .point:
            [
                SumValue("count", .count(where: nil)), SumValue("sum", .realTotal(of: "value")),
                SumValue("min", .least(of: "value")), SumValue("max", .greatest(of: "value")),
            ]
        }
    }

    /// Which records are summed up; nil: all.
    var condition: String? { self == .item ? "agent_class = 'person'" : nil }

    /// All columns, in their order.
    var columns: [StoreColumn] { [.time("start")] + keys.map { .text($0.name) } + values.map(\.column) }
}
