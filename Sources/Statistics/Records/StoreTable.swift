/// A table of a store (design, section 4a).
public enum StoreTable: String, Sendable, CaseIterable {
    /// Uses of items and what else people do: ``EventRecord``.
    case events
    /// What data servers have sent and got: ``TransferRecord``.
    case transfers
    /// Measurements: ``PointRecord``.
    case points

    /// Its columns, in their order.
    public var columns: [StoreColumn] {
        switch self {
        case .events: Self.eventColumns
        case .transfers: Self.transferColumns
        case .points: Self.pointColumns
        }
    }

    private static let eventColumns: [StoreColumn] =
        [.text("id"), .time("time")]
        + ["service", "kind", "item", "url"].map(StoreColumn.text)
        + [.integer("status"), .integer("bytes")]
        + ["country", "city", "geohash", "host", "agent_class", "session"].map(StoreColumn.text)
        + [.flag("double_click"), .integer("click"), .integer("click_next")]

    private static let transferColumns: [StoreColumn] =
        [.text("id"), .time("time"), .time("started"), .time("connected")]
        + ["service", "direction", "network", "station", "location", "channel"].map(StoreColumn.text)
        + [.integer("bytes"), .integer("packets")]
        + ["client", "program", "country", "city", "geohash", "host"].map(StoreColumn.text)

    private static let pointColumns: [StoreColumn] = [
        .text("id"), .time("time"), .text("service"), .text("name"), .real("value"), .text("unit"), .text("kind"),
    ]
}

/// A column of a table.
public struct StoreColumn: Sendable, Equatable {
    /// What it holds.
    public enum Kind: Sendable {
        case text, integer, real, time, flag
    }

    /// What it is called.
    public let name: String
    /// What it holds.
    public let kind: Kind

    static func text(_ name: String) -> StoreColumn { StoreColumn(name: name, kind: .text) }
    static func integer(_ name: String) -> StoreColumn { StoreColumn(name: name, kind: .integer) }
    static func real(_ name: String) -> StoreColumn { StoreColumn(name: name, kind: .real) }
    static func time(_ name: String) -> StoreColumn { StoreColumn(name: name, kind: .time) }
    static func flag(_ name: String) -> StoreColumn { StoreColumn(name: name, kind: .flag) }
}
