import GRDB
import GRDBSQLite
import PluginAPI

/// Binds a row's columns to the parameters of a statement, one after the other. GRDB's own way boxes each value, which takes as
/// long as the insertion.
struct SQLiteRowWriter: RowWriter {
    private let statement: OpaquePointer
    private var index: Int32 = 0
    /// SQLite copies what it is given.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// A writer for a statement that was just prepared, or run.
    init(_ statement: Statement) {
        self.statement = statement.sqliteStatement
        // It answers with what the last run came to, which that has thrown.
        sqlite3_reset(self.statement)
    }

    mutating func put(_ text: StoredText?) {
        index += 1
        guard let text else {
            sqlite3_bind_null(statement, index)
            return
        }
        var description = text.description
        description.withUTF8 { utf8 in
            _ = utf8.withMemoryRebound(to: CChar.self) { characters in
                // Without an address it would be NULL.
                characters.baseAddress.map {
                    sqlite3_bind_text(statement, index, $0, Int32(characters.count), Self.copied)
                } ?? sqlite3_bind_text(statement, index, "", 0, Self.copied)
            }
        }
    }

    mutating func put(_ number: Int64?) {
        index += 1
        if let number { sqlite3_bind_int64(statement, index, number) } else { sqlite3_bind_null(statement, index) }
    }

    mutating func put(_ number: Double?) {
        index += 1
        if let number { sqlite3_bind_double(statement, index, number) } else { sqlite3_bind_null(statement, index) }
    }

    mutating func put(_ time: UTCTime?) { put(time?.secondsSince1970) }

    mutating func put(_ flag: Bool) { put(flag ? 1 : 0 as Int64) }
}

/// Takes the columns of the row that a statement stands at.
struct SQLiteRowReader: RowReader {
    private let statement: OpaquePointer
    private var index: Int32 = -1

    init(_ statement: OpaquePointer) { self.statement = statement }

    mutating func text() -> StoredText? {
        index += 1
        guard let start = sqlite3_column_text(statement, index) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        return StoredText(stored: String(decoding: bytes, as: UTF8.self))
    }

    mutating func integer() -> Int64? {
        index += 1
        return sqlite3_column_type(statement, index) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, index)
    }

    mutating func real() -> Double? {
        index += 1
        return sqlite3_column_type(statement, index) == SQLITE_NULL ? nil : sqlite3_column_double(statement, index)
    }
}
