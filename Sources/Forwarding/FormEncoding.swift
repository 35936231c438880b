extension [UInt8] {
    /// Appends bytes as application/x-www-form-urlencoded: letters, digits, `-`, `.`, `_` and `~` stand for themselves, a
    /// blank becomes `+`, every other byte `%XX` in upper case, so that bytes that are not UTF-8 arrive as they were
    /// (usage-protocols.md, section 1.7).
    mutating func appendFormEncoded(_ value: borrowing Span<UInt8>) {
        append(addingCapacity: value.count * Escape.longest + Escape.size) { output in
            output.withUnsafeMutableBufferPointer { room, count in
                count = value.withUnsafeBufferPointer { Escape.write($0, to: UnsafeMutableRawBufferPointer(room)) }
            }
        }
    }
}

/// What stands for a byte: up to three bytes, the first in the lowest bits, and above them how many they are.
private enum Escape {
    /// The most bytes that stand for one.
    static let longest = 3

    /// How many bytes are written at once, whatever of them counts; the next ones are written over the others.
    static let size = MemoryLayout<UInt32>.size

    private static let table: [UInt32] = (0...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            UInt32(byte) | 1 << 24
        case UInt8(ascii: " "): UInt32(UInt8(ascii: "+")) | 1 << 24
        default: UInt32(UInt8(ascii: "%")) | UInt32(digit(byte >> 4)) << 8 | UInt32(digit(byte & 15)) << 16 | 3 << 24
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Writes bytes with their escapes, for which there must be room for the longest of them and ``size`` more.
    /// - Returns: How many that makes.
    static func write(_ bytes: UnsafeBufferPointer<UInt8>, to room: UnsafeMutableRawBufferPointer) -> Int {
        guard let start = room.baseAddress else { return 0 }
        return table.withUnsafeBufferPointer { table in
            var count = 0
            for byte in bytes {
                let escape = table[Int(byte)]
                (start + count).storeBytes(of: escape.littleEndian, as: UInt32.self)
                count &+= Int(escape >> 24)
            }
            return count
        }
    }
}
