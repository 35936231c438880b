public import PluginAPI

/// A row of sums, of a table or of what was asked for.
public protocol SumRow: StoreRow {
    /// What its texts are: by them rows can be told apart, or put together.
    associatedtype Key: RawRepresentable<String>, CaseIterable, Hashable, Sendable
    /// What its numbers are.
    associatedtype Value: RawRepresentable<String>, Hashable, Sendable

    /// What it sums up.
    static var kind: SumKind { get }
}

extension SumRow {
    /// The columns of its tables.
    public static var columns: [StoreColumn] { kind.columns }
}

/// Uses, with robots' and double clicks: a row of `usage_hours`, `usage_days`, `usage_months`.
public struct UsageSum: SumRow {
    /// By what rows are told apart.
    public enum Key: String, CaseIterable, Sendable {
        case service, kind, country
        case agentClass = "agent_class"
    }
    /// What is counted.
    public enum Value: String, Sendable {
        case uses, bytes
        case doubleClicks = "double_clicks"
    }

    /// When the period begins; nil: of all that were asked for.
    public var start: UTCTime?
    /// The repository. Empty, as the other texts are, in sums over all of them.
    public var service: StoredText
    /// What was done; see ``EventRecord/kind``.
    public var kind: StoredText
    /// By whom; see ``EventRecord/agentClass``.
    public var agentClass: StoredText
    /// From where; empty: not known.
    public var country: StoredText
    /// Uses that are no double clicks.
    public var uses: Int
    /// Double clicks.
    public var doubleClicks: Int
    /// The bytes of both.
    public var bytes: Int

    /// `usage`.
    public static let kind = SumKind.usage

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        start = row.time()
        service = row.someText()
        kind = row.someText()
        agentClass = row.someText()
        country = row.someText()
        uses = row.someInteger()
        doubleClicks = row.someInteger()
        bytes = row.someInteger()
    }

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(start)
        for text in [service, kind, agentClass, country] { row.put(text) }
        for number in [uses, doubleClicks, bytes] { row.put(Int64(number)) }
    }
}

/// What people used, without double clicks: a row of `item_days`, `item_months`.
public struct ItemSum: SumRow {
    /// By what rows are told apart.
    public enum Key: String, CaseIterable, Sendable {
        case service, item, kind
    }
    /// What is counted.
    public enum Value: String, Sendable {
        case uses, bytes
    }

    /// When the period begins; nil: of all that were asked for.
    public var start: UTCTime?
    /// The repository. Empty, as the other texts are, in sums over all of them.
    public var service: StoredText
    /// The item's identifier.
    public var item: StoredText
    /// What was done; see ``EventRecord/kind``.
    public var kind: StoredText
    /// How often. An item whose only hits of a kind are double clicks of another has a row with 0.
    public var uses: Int
    /// How many bytes were sent.
    public var bytes: Int

    /// `item`.
    public static let kind = SumKind.item

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        start = row.time()
        service = row.someText()
        item = row.someText()
        kind = row.someText()
        uses = row.someInteger()
        bytes = row.someInteger()
    }

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(start)
        for text in [service, item, kind] { row.put(text) }
        for number in [uses, bytes] { row.put(Int64(number)) }
    }
}

/// What data servers sent and got: a row of `transfer_hours`, `transfer_days`, `transfer_months`.
public struct TransferSum: SumRow {
    /// By what rows are told apart.
    public enum Key: String, CaseIterable, Sendable {
        case service, direction, network, country
    }
    /// What is counted.
    public enum Value: String, Sendable {
        case transfers, bytes, packets, clients
    }

    /// When the period begins; nil: of all that were asked for.
    public var start: UTCTime?
    /// The data server. Empty, as the other texts are, in sums over all of them.
    public var service: StoredText
    /// `TX`: sent; `RX`: got.
    public var direction: StoredText
    /// The network's code.
    public var network: StoredText
    /// From where; empty: not known.
    public var country: StoredText
    /// Rows of `transfers`.
    public var transfers: Int
    /// How many bytes.
    public var bytes: Int
    /// How many packets.
    public var packets: Int
    /// Different hosts in the hour or in the day: who comes in two of the rows that are put together counts twice, and so a
    /// month's is the sum over its days.
    public var clients: Int

    /// `transfer`.
    public static let kind = SumKind.transfer

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        start = row.time()
        service = row.someText()
        direction = row.someText()
        network = row.someText()
        country = row.someText()
        transfers = row.someInteger()
        bytes = row.someInteger()
        packets = row.someInteger()
        clients = row.someInteger()
    }

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(start)
        for text in [service, direction, network, country] { row.put(text) }
        for number in [transfers, bytes, packets, clients] { row.put(Int64(number)) }
    }
}

/// Measurements: a row of `point_hours`, `point_days`, `point_months`.
public struct PointSum: SumRow {
    /// By what rows are told apart.
    public enum Key: String, CaseIterable, Sendable {
        case service, name, unit, kind
    }
    /// What is counted.
    public enum Value: String, Sendable {
        case count, sum, min, max
    }

    /// When the period begins; nil: of all that were asked for.
    public var start: UTCTime?
    /// The service. Empty, as the other texts are, in sums over all of them.
    public var service: StoredText
    /// What was measured.
    public var name: StoredText
    /// The unit; empty: none.
    public var unit: StoredText
    /// The kind; empty: none.
    public var kind: StoredText
    /// How many measurements.
    public var count: Int
    /// Their sum.
    public var sum: Double
    /// The least.
    public var min: Double
    /// The greatest.
    public var max: Double

    /// `point`.
    public static let kind = SumKind.point

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        start = row.time()
        service = row.someText()
        name = row.someText()
        unit = row.someText()
        kind = row.someText()
        count = row.someInteger()
        sum = row.real() ?? 0
        min = row.real() ?? 0
        max = row.real() ?? 0
    }

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(start)
        for text in [service, name, unit, kind] { row.put(text) }
        row.put(Int64(count))
        for number in [sum, min, max] { row.put(number) }
    }
}

extension RowReader {
    /// Gives a whole number of a column that is never NULL.
    fileprivate mutating func someInteger() -> Int { Int(integer() ?? 0) }
}
