/// What is summed up: tables of sums are kept beside the records, by periods, so that what is read often need not be counted
/// anew, and may outlive the records.
public enum SumKind: String, Sendable, CaseIterable {
    /// Uses, by what they were, by whom, from where: ``UsageSum``.
    case usage
    /// People's uses of each item: ``ItemSum``.
    case item
    /// Transfers of data servers: ``TransferSum``.
    case transfer
    /// Measurements: ``PointSum``.
    case point

    /// The records that are summed up.
    public var source: StoreTable {
        switch self {
        case .usage, .item: .events
        case .transfer: .transfers
        case .point: .points
        }
    }

    /// The periods that there are sums for. Items have none for hours: they would be as many as the records.
    public var levels: [SumLevel] { self == .item ? [.days, .months] : SumLevel.allCases }

    /// The kinds that are summed up from a table.
    static func of(_ source: StoreTable) -> [SumKind] { allCases.filter { $0.source == source } }
}

/// A table of sums: `usage_hours`, `item_months` …
public struct SumTable: Sendable, Hashable, CustomStringConvertible {
    /// What is summed up.
    public let kind: SumKind
    /// For which periods.
    public let level: SumLevel

    /// All of them.
    public static let all = SumKind.allCases.flatMap { kind in
        kind.levels.map { SumTable(kind: kind, level: $0) }
    }

    /// The table of that name; nil: there is none.
    public init?(_ name: String) {
        guard let table = Self.all.first(where: { $0.description == name }) else { return nil }
        self = table
    }

    init(kind: SumKind, level: SumLevel) { (self.kind, self.level) = (kind, level) }

    /// Its name.
    public var description: String { "\(kind.rawValue)_\(level.rawValue)" }
}
