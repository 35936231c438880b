import Glibc
import PluginAPI

// The forms that values may have: pure tests on decoded bytes.

/// `YYYY-MM-DDThh:mm:ss` of a day and time that exist, in UTC, with what may follow.
/// - Parameter isEnd: Whether the bytes after the seconds are right.
func isTime(_ value: ArraySlice<UInt8>, isEnd: (ArraySlice<UInt8>) -> Bool) -> Bool {
    let bytes = Array(value.prefix(19))
    guard bytes.count == 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
        let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
        let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
    else { return false }
    let time = UTCTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    return time != nil && isEnd(value.dropFirst(19))
}

/// What follows the seconds where a logger's own time is passed on: nothing, `Z`, or the milliseconds that Python's
/// logging adds after a comma, once or twice (`,301,301`).
func isLoggerTimeEnd(_ end: ArraySlice<UInt8>) -> Bool {
    if end.isEmpty || end.elementsEqual("Z".utf8) { return true }
    guard end.first == UInt8(ascii: ",") else { return false }
    let parts = end.dropFirst().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { number($0) != nil }
}

/// An IPv4 or IPv6 address, without port, brackets or zone.
func isAddress(_ value: ArraySlice<UInt8>) -> Bool {
    // The longest is 8 groups of 4 digits, the last two written as IPv4.
    guard (2...45).contains(value.count),
        value.allSatisfy({ hexDigit($0) != nil || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") })
    else { return false }
    let family = value.contains(UInt8(ascii: ":")) ? AF_INET6 : AF_INET
    var address = in6_addr()
    return inet_pton(family, String(decoding: value, as: UTF8.self), &address) == 1
}

/// The hexadecimal MD5 of an address and a salt, as the PIRUS2 daemon sent it.
func isMD5(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 32 && value.allSatisfy { hexDigit($0) != nil }
}

/// `oai:NAMESPACE:LOCAL`, as the OAI-PMH guidelines for identifiers have it; an underscore is let pass in the namespace,
/// because EPrints' archive ids have it. `oai:https://HOST:1/2` is refused: DSpace was seen to send it when its prefix was
/// set with the protocol.
///
/// Dataverse gives its persistent identifiers as they are: `doi:10.7910/DVN/ABC`, `hdl:1902.1/1`, `perma:ABC`.
func isOAIIdentifier(_ value: ArraySlice<UInt8>) -> Bool {
    if let rest = value.after("doi:10.") ?? value.after("hdl:") ?? value.after("perma:") {
        return !rest.isEmpty && rest.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x7f }
    }
    guard let rest = value.after("oai:"), let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let namespace = rest[..<colon]
    let local = rest[(colon + 1)...]
    return !namespace.isEmpty && namespace.allSatisfy { isHostByte($0) || $0 == UInt8(ascii: "_") }
        && !local.isEmpty && !local.starts(with: "//".utf8) && local.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x7f }
}

/// `http://` or `https://` and a host. What follows is as the log had it, so anything goes there.
func isWebAddress(_ value: ArraySlice<UInt8>) -> Bool {
    guard let rest = value.after("https://") ?? value.after("http://") else { return false }
    let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return !host.isEmpty && host.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x7f }
}

/// A host's name, without scheme, port or path.
func isHostName(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count <= 253 else { return false }
    return value.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy(isHostByte)
    }
}

/// `type/subtype`.
func isMediaType(_ value: ArraySlice<UInt8>) -> Bool {
    let parts = value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
}

private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
    default: false
    }
}

/// A number of one to nine digits.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

extension ArraySlice<UInt8> {
    /// What follows a prefix; nil when it is not there.
    func after(_ prefix: StaticString) -> ArraySlice<UInt8>? {
        let isThere = prefix.withUTF8Buffer { starts(with: $0) }
        return isThere ? dropFirst(prefix.utf8CodeUnitCount) : nil
    }
}
