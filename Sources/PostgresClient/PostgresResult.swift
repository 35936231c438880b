import CPostgres

/// A result of the server's, freed with its last user.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    /// What the server said was wrong; nil: nothing.
    var error: PostgresError? {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN: return nil
        case PGRES_EMPTY_QUERY: return .answer(state: "42601", "an empty statement")
        default:
            let state = PQresultErrorField(pointer, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
            return .answer(state: state, String(cString: PQresultErrorMessage(pointer)))
        }
    }
}

/// A row while it is looked at.
public struct PostgresRow: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32

    init(_ result: OpaquePointer, _ row: Int32) { (self.result, self.row) = (result, row) }

    /// A column as text; nil: NULL.
    public func text(_ column: Int) -> String? {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// A column that is a whole number; nil: NULL.
    public func integer(_ column: Int) -> Int64? {
        let number = withBytes(column) { bytes in
            let isNegative = bytes.first == UInt8(ascii: "-")
            let size = bytes.dropFirst(isNegative ? 1 : 0).reduce(Int64(0)) { $0 &* 10 &- (Int64($1) &- 48) }
            return isNegative ? size : 0 &- size
        }
        return number
    }

    private func withBytes<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
        guard PQgetisnull(result, row, Int32(column)) == 0, let value = PQgetvalue(result, row, Int32(column)) else {
            return nil
        }
        return body(UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, Int32(column)))))
    }
}
