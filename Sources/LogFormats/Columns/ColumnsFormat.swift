import PluginAPI
import Synchronization

/// W3C extended logs: IIS, NetScaler, CloudFront, SHOUTcast. A line's columns are those of, in this order,
///
/// 1. the last `#Fields:` line before it in its own file that this process has seen;
/// 2. the columns that the configuration gives (`format = iis date time c-ip …`);
/// 3. the last `#Fields:` line that this process has seen at all;
/// 4. what the server writes when nobody told it otherwise.
///
/// A `#Fields:` line is a message like any other, so it reaches one of the processes that share a queue. Where there are
/// several, or a worker starts amid a file, the configuration should give the columns. A line with more or fewer columns
/// is refused, never guessed at.
final class ColumnsFormat: LineFormat {
    let name: String
    let readsEachLineAlone = false
    private let origin: ColumnNames.Origin
    private let configured: ColumnNames?
    private let zone: LogZone
    private let usual: ColumnNames
    private let seen = Mutex(SeenHeaders())

    /// - Throws: ``PluginError`` when the columns lack time, address or target.
    init(_ origin: ColumnNames.Origin, columns: ColumnNames? = nil, zone: LogZone = .utc) throws {
        if let columns, !columns.areEnough {
            throw PluginError.option("format", "the columns lack one of date, time, c-ip, cs-uri-stem")
        }
        name = origin.rawValue
        self.origin = origin
        configured = columns
        self.zone = zone
        usual = .usual(origin)
    }

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        if let header = try Self.header(message) {
            seen.withLock { $0.add(header, id: message.id) }
            return nil
        }
        return try message.scanned { scanner in
            let columns = columns(of: message)
            var fields = LineFields(zone: zone)
            try scanner.read(columns, into: &fields)
            return try fields.line(of: message, scanner)
        }
    }

    /// Whether a line's columns are of those that this preset is named after.
    func recognises(_ message: LogMessage) -> Bool { columns(of: message).origin == origin }

    private func columns(of message: LogMessage) -> ColumnNames {
        seen.withLock { $0.columns(of: message.id) ?? configured ?? $0.last } ?? usual
    }

    /// The columns that a `#Fields:` line names; nil when the message is no such line.
    private static func header(_ message: LogMessage) throws -> ColumnNames? {
        guard let hash = message.line.prefix(4).firstIndex(of: UInt8(ascii: "#")) else { return nil }
        let text = message.line[hash...]
        guard text.starts(with: "#fields:".utf8, by: { $0 == $1 || $0 | 0x20 == $1 }),
            message.line.count <= AccessLog.longestLine
        else { return nil }
        let names = text.dropFirst("#fields:".utf8.count).filter { (0x20...0x7e).contains($0) || $0 == 0x09 }
        let columns = ColumnNames(String(decoding: names, as: UTF8.self))
        guard columns.areEnough else {
            throw PluginError.malformed("#Fields at column \(hash + 1): lacks one of date, time, c-ip, cs-uri-stem")
        }
        return columns
    }
}

extension LineScanner {
    /// Reads a line's columns, between which blanks stand, or tabs.
    mutating func read(_ columns: ColumnNames, into fields: inout LineFields) throws {
        let firstTab = find("\t", in: position..<end)
        let firstBlank = find(" ", in: position..<end)
        // CloudFront's lines have tabs, and blanks nowhere.
        let separator = UInt8(ascii: firstTab.map { $0 < firstBlank ?? end } ?? false ? "\t" : " ")
        for index in columns.fields.indices {
            if index > 0 {
                guard position < end else {
                    throw malformed(columns.names[index], at: position, "the line ends here")
                }
                position += 1
            }
            let field = columns.fields[index]
            let text = column(separator, field == .userAgent ? columns.userAgentCoding : .plain)
            try fields.take(text, as: field, columns.names[index], self)
        }
        guard position == end else { throw malformed("end", at: position, "more columns than #Fields names") }
    }

    /// A column up to a separator. Some writers put quotes around values with blanks; a quote within is written twice.
    private mutating func column(_ separator: UInt8, _ coding: FieldText.Coding) -> FieldText {
        let start = position
        if start < end, bytes[start] == UInt8(ascii: "\""), let close = closingQuote(start + 1, separator) {
            position = close + 1
            return FieldText(range: start + 1..<close, coding: .plain)
        }
        while position < end, bytes[position] != separator { position += 1 }
        return FieldText(range: start..<position, coding: coding)
    }

    private func closingQuote(_ start: Int, _ separator: UInt8) -> Int? {
        var index = start
        while index < end {
            if bytes[index] == UInt8(ascii: "\"") {
                if index + 1 == end || bytes[index + 1] == separator { return index }
                guard bytes[index + 1] == UInt8(ascii: "\"") else { return nil }
                index += 1
            }
            index += 1
        }
        return nil
    }
}
