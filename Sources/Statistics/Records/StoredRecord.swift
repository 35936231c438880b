public import PluginAPI

/// What a store's tables have as rows.
public protocol StoreRow: Sendable, Equatable {
    /// Its columns, in their order.
    static var columns: [StoreColumn] { get }

    /// Puts the columns, in their order.
    func write(to row: inout some RowWriter)

    /// Takes the columns, in their order.
    init(from row: inout some RowReader)
}

/// A row of one of the tables that are written to.
public protocol StoredRecord: StoreRow {
    /// The table.
    static var table: StoreTable { get }

    /// What tells it from all others: the id of the message it came from.
    var id: StoredText { get }

    /// When it happened.
    var time: UTCTime { get }

    /// The ID of its `[service_ID]`.
    var service: StoredText { get }
}

extension StoredRecord {
    /// The table's columns.
    public static var columns: [StoreColumn] { table.columns }
}

/// Takes the columns of a row, one after the other. nil is NULL.
public protocol RowWriter {
    /// Takes text.
    mutating func put(_ text: StoredText?)
    /// Takes a whole number.
    mutating func put(_ number: Int64?)
    /// Takes a number.
    mutating func put(_ number: Double?)
    /// Takes a time.
    mutating func put(_ time: UTCTime?)
    /// Takes a yes or no.
    mutating func put(_ flag: Bool)
}

/// Gives the columns of a row, one after the other. nil is NULL.
public protocol RowReader {
    /// Gives text.
    mutating func text() -> StoredText?
    /// Gives a whole number.
    mutating func integer() -> Int64?
    /// Gives a number.
    mutating func real() -> Double?
}

extension RowReader {
    /// Gives text of a column that is never NULL.
    mutating func someText() -> StoredText { text() ?? "" }

    /// Gives a time.
    mutating func time() -> UTCTime? { integer().map { UTCTime(secondsSince1970: $0) } }

    /// Gives the time of a column that is never NULL.
    mutating func someTime() -> UTCTime { time() ?? UTCTime(secondsSince1970: 0) }

    /// Gives a yes or no.
    mutating func flag() -> Bool { integer() == 1 }
}
