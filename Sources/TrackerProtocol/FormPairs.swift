/// The pairs of a query as `application/x-www-form-urlencoded` has them: joined by `&`, a plus for a space, `%XX` for any
/// byte. Values stay bytes: what a log holds is not always UTF-8.
struct FormPairs {
    /// One pair, as ranges of ``FormPairs/bytes``.
    struct Pair {
        var name: Range<Int>
        var value: Range<Int>
        /// A `%` without two hexadecimal digits after it; such a `%` is kept as it is.
        var hasBrokenEscape: Bool
    }

    /// All names and values, decoded.
    private(set) var bytes: [UInt8] = []

    /// The pairs in their order; empty ones (`a=1&&b=2`) are left out.
    private(set) var pairs: [Pair] = []

    /// The pairs of a query, which is what stands after the `?`.
    init(query: [UInt8]) {
        bytes.reserveCapacity(query.count)
        pairs.reserveCapacity(12)
        var position = 0
        while position < query.count {
            let end = query[position...].firstIndex(of: UInt8(ascii: "&")) ?? query.count
            if end > position {
                let equals = query[position..<end].firstIndex(of: UInt8(ascii: "=")) ?? end
                appendPair(name: query[position..<equals], value: query[min(equals + 1, end)..<end])
            }
            position = end + 1
        }
    }

    private mutating func appendPair(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        let start = bytes.count
        let nameIsSound = appendDecoded(name)
        let middle = bytes.count
        let valueIsSound = appendDecoded(value)
        pairs.append(
            Pair(
                name: start..<middle, value: middle..<bytes.count, hasBrokenEscape: !(nameIsSound && valueIsSound)))
    }

    /// Decodes into ``bytes``.
    /// - Returns: Whether every escape was sound.
    private mutating func appendDecoded(_ part: ArraySlice<UInt8>) -> Bool {
        var isSound = true
        var position = part.startIndex
        while position < part.endIndex {
            let byte = part[position]
            if byte == UInt8(ascii: "%") {
                if position + 2 < part.endIndex, let high = hexDigit(part[position + 1]),
                    let low = hexDigit(part[position + 2])
                {
                    bytes.append(high << 4 | low)
                    position += 3
                    continue
                }
                isSound = false
            }
            bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            position += 1
        }
        return isSound
    }
}

/// What a hexadecimal digit stands for; nil for any other byte.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
