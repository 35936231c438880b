public import PluginAPI

/// A row of one of a store's tables.
public protocol StoredRecord: Sendable, Equatable {
    /// The table.
    static var table: StoreTable { get }

    /// What tells it from all others: the id of the message it came from.
    var id: StoredText { get }

    /// When it happened.
    var time: UTCTime { get }

    /// Puts the table's columns, in their order.
    func write(to row: inout some RowWriter)

    /// Takes the table's columns, in their order.
    init(from row: inout some RowReader)
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
