import FoundationEssentials
import Glibc
import Telemetry

/// Writes a line to stderr; what it quotes may come from logs and from other programs.
func printError(_ text: String) {
    var line = text.escapingControls + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Prints a value as indented JSON.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Prints a value as one line of JSON.
func printJSONLine(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Prints rows in columns.
/// - Parameter numbersFrom: The first column that holds numbers, which stand at its right.
func printTable(_ rows: [[String]], numbersFrom: Int = .max) {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    for row in rows {
        let cells = row.enumerated().map { column, cell in
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            return column >= numbersFrom ? padding + cell : column == columns - 1 ? cell : cell + padding
        }
        print(cells.joined(separator: "  "))
    }
}
