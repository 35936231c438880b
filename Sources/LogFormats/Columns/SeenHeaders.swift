import PluginAPI

/// The `#Fields:` lines that a format has seen: of each file, because a worker gets the lines of several servers, and with
/// their offsets, because a line that comes a second time, after a later header, has the columns of its own.
struct SeenHeaders {
    private struct Header {
        let file: String
        let offset: Int
        let columns: ColumnNames
    }

    /// How many are kept: those of a month of daily files of a few servers.
    private static let limit = 256

    private var headers: [Header] = []

    /// The header that was seen last, whichever file it is of.
    private(set) var last: ColumnNames?

    /// Keeps a header.
    /// - Parameter id: The message's `FILE:OFFSET`, if it has one.
    mutating func add(_ columns: ColumnNames, id: String?) {
        last = columns
        guard let place = Self.place(id) else { return }
        headers.removeAll { $0.offset == place.offset && $0.file == place.file }
        if headers.count == Self.limit { headers.removeFirst() }
        headers.append(Header(file: String(place.file), offset: place.offset, columns: columns))
    }

    /// The columns of a line by the last header before it in its file; nil when none was seen.
    func columns(of id: String?) -> ColumnNames? {
        guard !headers.isEmpty, let place = Self.place(id) else { return nil }
        var found: Header?
        for header in headers where header.offset < place.offset && header.file == place.file {
            if found.map({ $0.offset < header.offset }) ?? true { found = header }
        }
        return found?.columns
    }

    private static func place(_ id: String?) -> (file: Substring, offset: Int)? {
        guard let id, let colon = id.utf8.lastIndex(of: UInt8(ascii: ":")),
            let offset = Int(id[id.utf8.index(after: colon)...])
        else { return nil }
        return (id[..<colon], offset)
    }
}
