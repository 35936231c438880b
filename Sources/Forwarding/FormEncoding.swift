extension [UInt8] {
    /// Appends bytes as application/x-www-form-urlencoded: letters, digits, `-`, `.`, `_` and `~` stand for themselves, a
    /// blank becomes `+`, every other byte `%XX` in upper case, so that bytes that are not UTF-8 arrive as they were
    /// (usage-protocols.md, section 1.7).
    mutating func appendFormEncoded(_ value: borrowing Span<UInt8>) {
        let longest = value.count * 3
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest) { encoded in
            let count = value.withUnsafeBufferPointer { write($0, to: encoded) }
            append(contentsOf: UnsafeBufferPointer(rebasing: encoded[..<count]))
        }
    }
}

/// Writes bytes with their escapes.
/// - Returns: How many that makes.
private func write(_ bytes: UnsafeBufferPointer<UInt8>, to encoded: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = 0
    for byte in bytes {
        if Unreserved.contains(byte) {
            encoded[count] = byte
            count &+= 1
        } else if byte == UInt8(ascii: " ") {
            encoded[count] = UInt8(ascii: "+")
            count &+= 1
        } else {
            encoded[count] = UInt8(ascii: "%")
            encoded[count &+ 1] = hexDigit(byte >> 4)
            encoded[count &+ 2] = hexDigit(byte & 15)
            count &+= 3
        }
    }
    return count
}

/// The bytes that need no escape, as one bit for each of the 128 of ASCII.
private enum Unreserved {
    /// Bytes 0 to 63: `-`, `.` and the digits.
    private static let low: UInt64 = 0x03FF_6000_0000_0000
    /// Bytes 64 to 127: the letters, `_` and `~`.
    private static let high: UInt64 = 0x47FF_FFFE_87FF_FFFE

    static func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 == 1
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "A") &+ value &- 10
}
