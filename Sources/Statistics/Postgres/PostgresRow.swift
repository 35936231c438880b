import PluginAPI
import PostgresClient

/// Writes rows for COPY.
struct PostgresRowWriter: RowWriter {
    private(set) var text: CopyText

    init(reserving capacity: Int) { text = CopyText(reserving: capacity) }

    mutating func put(_ text: StoredText?) { self.text.append(text?.description) }

    mutating func put(_ number: Int64?) { text.append(number) }

    mutating func put(_ number: Double?) { text.append(number.map { String($0) }) }

    mutating func put(_ time: UTCTime?) { text.append(time?.rfc3339) }

    mutating func put(_ flag: Bool) { text.append(flag ? "t" : "f") }

    mutating func endRow() { text.endRow() }
}

/// Takes the columns of a row that ``StoreColumn/selected`` asked for.
struct PostgresRowReader: RowReader {
    /// What ``PostgresRow`` does not let out of its closure.
    private var columns: [String?]
    private var index = -1

    init(_ row: borrowing PostgresRow, count: Int) {
        columns = (0..<count).map { row.text($0) }
    }

    mutating func text() -> StoredText? {
        index += 1
        return columns[index].map { StoredText(stored: $0) }
    }

    mutating func integer() -> Int64? {
        index += 1
        return columns[index].flatMap { Int64($0) }
    }

    mutating func real() -> Double? {
        index += 1
        return columns[index].flatMap { Double($0) }
    }
}

extension StoreColumn {
    /// What is asked for.
    var selected: String {
        switch kind {
        case .text, .integer, .real: name
        case .time: "extract(epoch FROM \(name))::bigint"
        case .flag: "\(name)::int"
        }
    }
}
