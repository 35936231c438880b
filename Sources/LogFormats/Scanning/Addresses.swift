import PluginAPI

/// Client addresses as logs write them.
extension LineScanner {
    /// Leaves out the port after the last colon, where there always is one: without brackets only so can it be told from an
    /// IPv6 address' last group.
    func withoutPort(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] &- UInt8(ascii: "0") < 10 || bytes[end - 1] == UInt8(ascii: "-") {
            end -= 1
        }
        guard end > range.lowerBound, bytes[end - 1] == UInt8(ascii: ":") else { return range }
        return range.lowerBound..<end - 1
    }

    /// Refuses what is neither an address, a list of them nor a host name.
    func requireAddress(_ field: String, in range: Range<Int>) throws {
        for index in range {
            switch bytes[index] {
            case 0...0x1f, UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "="):
                throw malformed(field, at: index, "no address")
            case UInt8(ascii: " ") where index == range.lowerBound || bytes[index - 1] != UInt8(ascii: ","):
                throw malformed(field, at: index, "no address")
            default: break
            }
        }
    }
}

extension ParsedLine {
    /// Whether the client's address is one, or a list of them: digits, colons and points, not a name.
    var hasAddress: Bool { Self.isAddress(bytes(ip)) }

    /// Whether a text is an IPv4 or IPv6 address with or without a port and brackets, or several with commas between.
    static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
        var points = 0
        var colons = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "."): points += 1
            case UInt8(ascii: ":"): colons += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
                UInt8(ascii: " "):
                break
            default: return false
            }
        }
        return points >= 3 && text.allSatisfy { $0 < UInt8(ascii: "a") } || colons >= 2
    }
}

extension [UInt8] {
    /// Puts a text behind the bytes.
    /// - Returns: Where it stands.
    mutating func appending(_ text: StaticString) -> Range<Int> {
        let start = count
        text.withUTF8Buffer { append(contentsOf: $0) }
        return start..<count
    }
}
