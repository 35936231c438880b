/// The client's address within what a log gives for it.
enum ClientAddress {
    /// The parts of a list of addresses, without the blanks around them.
    static func list(_ field: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
        bytes[field].split(separator: UInt8(ascii: ",")).map { part in
            var part = part
            while part.first == UInt8(ascii: " ") { part.removeFirst() }
            while part.last == UInt8(ascii: " ") { part.removeLast() }
            return part.startIndex..<part.endIndex
        }
    }

    /// Leaves out a port, the brackets of an IPv6 address, the `::ffff:` before an IPv4 address, and all addresses of a
    /// list but the first. Only the range gets narrower; a host name stays as it is.
    static func narrowed(_ field: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        // An IPv4 address, as nearly all logs have: nothing is to be left out.
        if bytes[field].withUnsafeBufferPointer(hasOnlyDigitsAndPoints) { return field }
        var range = field.lowerBound..<(bytes[field].firstIndex(of: UInt8(ascii: ",")) ?? field.upperBound)
        if bytes[range].first == UInt8(ascii: "["), let bracket = bytes[range].firstIndex(of: UInt8(ascii: "]")) {
            range = range.lowerBound + 1..<bracket
        } else if let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")),
            bytes[range].lastIndex(of: UInt8(ascii: ":")) == colon
        {
            range = range.lowerBound..<colon
        }
        let mapped = bytes[range].prefix(7)
        if mapped.count == 7, mapped.elementsEqual("::ffff:".utf8, by: { $0 | 0x20 == $1 | 0x20 }),
            bytes[range].contains(UInt8(ascii: "."))
        {
            range = mapped.endIndex..<range.upperBound
        }
        return range
    }

    private static func hasOnlyDigitsAndPoints(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where byte &- UInt8(ascii: "0") >= 10 && byte != UInt8(ascii: ".") { return false }
        return true
    }
}
