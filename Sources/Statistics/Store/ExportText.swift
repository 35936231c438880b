import PluginAPI

/// Rows as text for other programs: times in RFC 3339, flags as true and false.
public struct ExportText: Sendable {
    /// The forms.
    public enum Form: Sendable {
        /// RFC 4180 with a line end of LF; NULL is an empty field, empty text is `""`.
        case csv
        /// An object a line; NULL is null.
        case json
    }

    private let form: Form
    private let columns: [StoreColumn]

    /// The text of rows that have these columns.
    public init(_ columns: [StoreColumn], as form: Form) { (self.columns, self.form) = (columns, form) }

    /// What stands before the rows.
    public var head: [UInt8] {
        switch form {
        case .csv: Array((columns.map(\.name).joined(separator: ",") + "\n").utf8)
        case .json: []
        }
    }

    /// Adds a row.
    public func append(_ row: some StoreRow, to text: inout [UInt8]) {
        var writer = ExportRow(form: form, columns: columns, text: text)
        text = []
        row.write(to: &writer)
        text = writer.text
        if form == .json { text.append(UInt8(ascii: "}")) }
        text.append(UInt8(ascii: "\n"))
    }
}

/// Takes the columns of one row.
private struct ExportRow: RowWriter {
    let form: ExportText.Form
    let columns: [StoreColumn]
    var text: [UInt8]
    var index = 0

    mutating func put(_ value: StoredText?) {
        begin()
        guard let value else { return putNothing() }
        let special: [UInt8] = form == .csv ? Array(#"",\#n"#.utf8) : Array(#""\"#.utf8)
        let bytes = Array(value.description.utf8)
        guard form == .json || bytes.isEmpty || bytes.contains(where: special.contains) else {
            text += bytes
            return
        }
        text.append(UInt8(ascii: "\""))
        // No control characters are in it.
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { text.append(UInt8(ascii: form == .csv ? "\"" : "\\")) }
            if form == .json, byte == UInt8(ascii: "\\") { text.append(byte) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }

    mutating func put(_ value: Int64?) { put(bare: value.map { String($0) }) }

    mutating func put(_ value: Double?) { put(bare: value.map { String($0) }) }

    mutating func put(_ value: UTCTime?) {
        guard form == .json, let value else { return put(bare: value?.rfc3339) }
        put(bare: "\"\(value.rfc3339)\"")
    }

    mutating func put(_ value: Bool) { put(bare: value ? "true" : "false") }

    private mutating func put(bare value: String?) {
        begin()
        guard let value else { return putNothing() }
        text += value.utf8
    }

    private mutating func begin() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        if form == .json { text += "\(index == 0 ? "{" : "")\"\(columns[index].name)\":".utf8 }
        index += 1
    }

    private mutating func putNothing() {
        if form == .json { text += "null".utf8 }
    }
}
