/// Tables as files for spreadsheets: RFC 4180, UTF-8, names of the columns first.
enum CSVText {
    /// What is sent as `Content-Type`.
    static let type = "text/csv; charset=utf-8; header=present"

    /// The text of a table.
    static func text(_ table: DataTable) -> String {
        let head = table.columns.map(\.name)
        return ([head] + table.rows.map { $0.map(field) }).map { line in
            line.map(quoted).joined(separator: ",") + "\r\n"
        }.joined()
    }

    private static func field(_ cell: DataTable.Cell) -> String {
        switch cell {
        case .text(let text), .code(let text, _): harmless(text)
        case .count(let number), .bytes(let number), .difference(let number): String(number)
        case .share(let part), .change(let part): part.map { Figure.percent($0) } ?? ""
        }
    }

    /// Spreadsheets take a text for a formula that begins like one, and would run it: identifiers come from whoever asks
    /// the repository for something.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
        return "'\(text)"
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
