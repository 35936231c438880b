/// What the type of a sample says.
struct SampleType {
    /// What a sample is of.
    enum Kind {
        case counter, gauge, set, timer
    }

    /// What it is of; whatever is no other type is a counter.
    var kind: Kind

    /// Whether the type stands there without blanks around it. With blanks it means the same, but the reference server checks the
    /// value as a counter's: a negative time is then taken, and a set's value must be a number. Lines with a carriage return at
    /// their end are such.
    var isExact = true

    /// Reads a type.
    @inline(__always)
    init(_ type: UnsafeRawBufferPointer, isDogStatsD: Bool) {
        kind = SampleType.kind(type, isDogStatsD: isDogStatsD)
        guard kind == .counter, type.count > 1 else { return }
        let trimmed = SampleType.trim(type)
        guard trimmed.count < type.count else { return }
        kind = SampleType.kind(trimmed, isDogStatsD: isDogStatsD)
        isExact = false
    }

    @inline(__always)
    private static func kind(_ type: UnsafeRawBufferPointer, isDogStatsD: Bool) -> Kind {
        if type.count == 2 {
            return type[0] == UInt8(ascii: "m") && type[1] == UInt8(ascii: "s") ? .timer : .counter
        }
        guard type.count == 1 else { return .counter }
        return switch type[0] {
        case UInt8(ascii: "g"): .gauge
        case UInt8(ascii: "s"): .set
        case UInt8(ascii: "h"), UInt8(ascii: "d"): isDogStatsD ? .timer : .counter
        default: .counter
        }
    }

    private static func trim(_ type: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        var (from, to) = (0, type.count)
        while from < to, isBlank(type[from]) { from += 1 }
        while to > from, isBlank(type[to - 1]) { to -= 1 }
        return UnsafeRawBufferPointer(rebasing: type[from..<to])
    }
}
