/// Records as lines of InfluxDB's line protocol: measurement, tags, fields, time in nanoseconds.
///
/// InfluxDB knows a point by its measurement, tags and time, and overwrites it when it comes again. So the time's part of a
/// second, which records do not have, is made of the record's id: each record is a point of its own, and a replay is the same
/// point.
struct LineProtocol {
    /// The lines, each with its line feed.
    private(set) var text: [UInt8] = []

    /// Where each line ends.
    private(set) var ends: [Int] = []

    /// The bytes of some lines.
    func bytes(of lines: Range<Int>) -> ArraySlice<UInt8> {
        guard !lines.isEmpty else { return [] }
        return text[(lines.lowerBound == 0 ? 0 : ends[lines.lowerBound - 1])..<ends[lines.upperBound - 1]]
    }

    /// Adds a record's line.
    /// - Throws: ``StoreError`` of kind `data` when its time cannot be told in nanoseconds.
    mutating func append(_ record: some PointedRecord) throws(StoreError) {
        let time = try PointTime.nanoseconds(of: record)
        text += type(of: record).table.rawValue.utf8
        for (key, value) in record.tags {
            // A tag without a value is no tag.
            guard let value = value?.description, !value.isEmpty else { continue }
            text.append(UInt8(ascii: ","))
            text += key.utf8
            text.append(UInt8(ascii: "="))
            append(tag: value)
        }
        var separator = UInt8(ascii: " ")
        for (key, value) in record.fields {
            guard let value else { continue }
            text.append(separator)
            text += key.utf8
            text.append(UInt8(ascii: "="))
            append(field: value)
            separator = UInt8(ascii: ",")
        }
        text += " \(time)\n".utf8
        ends.append(text.count)
    }

    /// A backslash before what is escaped would be taken for the escape of an escape by a part of InfluxDB's parser, which then
    /// takes several lines for one: it stands as `%5C`.
    private mutating func append(tag: String) {
        for byte in tag.utf8 {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: " "): text += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\\"): text += "%5C".utf8
            default: text.append(byte)
            }
        }
    }

    private mutating func append(field: PointField) {
        switch field {
        case .integer(let number): text += "\(number)i".utf8
        case .real(let number): text += "\(number)".utf8
        case .text(let value):
            text.append(UInt8(ascii: "\""))
            // No control characters are in it.
            for byte in value.description.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
                text.append(byte)
            }
            text.append(UInt8(ascii: "\""))
        }
    }
}
