/// What the metrics of a shard were at one time.
///
/// In Redis: the time in 4 bytes, then the values by the metrics' numbers. A value is one byte and what that says follows; all
/// numbers are little endian. Nothing is rounded. What the byte says:
///
/// - 0: no value
/// - 1: Float64, 8 bytes
/// - 2: Float32, 4 bytes
/// - 3: an integer, 2 bytes
/// - 4: an integer, 4 bytes
/// - 5: a tenth of an integer, 2 bytes: what is counted in 10 s, by second
/// - 16 to 255: an integer, 0 to 239
struct HistoryRow: Equatable {
    /// How many metrics a shard has.
    static let width = 64

    /// When, in seconds since 1970.
    var time: Int

    /// The values by the metrics' places in the shard; those at the end that are nil may be left out.
    var values: [Double?]

    /// The row as Redis has it.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 + values.count * 3)
        Self.append(UInt32(truncatingIfNeeded: time), to: &bytes)
        for value in values {
            guard let value else {
                bytes.append(0)
                continue
            }
            if let whole = Int32(exactly: value), !(whole == 0 && value.sign == .minus) {
                if (0..<240).contains(whole) {
                    bytes.append(UInt8(16 + whole))
                } else if let short = Int16(exactly: whole) {
                    bytes.append(3)
                    Self.append(UInt16(bitPattern: short), to: &bytes)
                } else {
                    bytes.append(4)
                    Self.append(UInt32(bitPattern: whole), to: &bytes)
                }
            } else if let tenths = Int16(exactly: (value * 10).rounded()), Double(tenths) / 10 == value, tenths != 0 {
                bytes.append(5)
                Self.append(UInt16(bitPattern: tenths), to: &bytes)
            } else if Double(Float(value)) == value {
                bytes.append(2)
                Self.append(Float(value).bitPattern, to: &bytes)
            } else {
                bytes.append(1)
                Self.append(value.bitPattern, to: &bytes)
            }
        }
        return bytes
    }

    /// A row.
    init(time: Int, values: [Double?]) { (self.time, self.values) = (time, values) }

    /// Reads a row; nil: these bytes are none.
    init?(_ bytes: [UInt8]) {
        var place = 0
        guard let time: UInt32 = Self.read(bytes, &place) else { return nil }
        (self.time, values) = (Int(time), [])
        values.reserveCapacity(Self.width)
        while place < bytes.count {
            let kind = bytes[place]
            place += 1
            switch kind {
            case 0: values.append(nil)
            case 1:
                guard let bits: UInt64 = Self.read(bytes, &place) else { return nil }
                values.append(Double(bitPattern: bits))
            case 2:
                guard let bits: UInt32 = Self.read(bytes, &place) else { return nil }
                values.append(Double(Float(bitPattern: bits)))
            case 3, 5:
                guard let bits: UInt16 = Self.read(bytes, &place) else { return nil }
                values.append(Double(Int16(bitPattern: bits)) / (kind == 5 ? 10 : 1))
            case 4:
                guard let bits: UInt32 = Self.read(bytes, &place) else { return nil }
                values.append(Double(Int32(bitPattern: bits)))
            case 16...: values.append(Double(kind - 16))
            default: return nil
            }
        }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    private static func read<Number: FixedWidthInteger>(_ bytes: [UInt8], _ place: inout Int) -> Number? {
        let size = MemoryLayout<Number>.size
        guard place + size <= bytes.count else { return nil }
        defer { place += size }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
    }
}
