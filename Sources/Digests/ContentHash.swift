/// A running 128-bit hash of the bytes that came so far, whatever blocks they came in: two lanes of multiply and shift over
/// words of eight bytes, at memory's speed. It tells contents apart that nobody made to look alike.
public struct ContentHash: Sendable {
    /// A value of the hash.
    public struct Value: Hashable, Sendable, CustomStringConvertible {
        /// The first half, which names a content in the ids of its lines.
        public let first: UInt64
        let second: UInt64

        init(_ first: UInt64, _ second: UInt64) { (self.first, self.second) = (first, second) }

        /// Reads 32 hexadecimal digits; nil for anything else.
        public init?(_ text: some StringProtocol) {
            guard text.utf8.count == 32, let first = UInt64(text.prefix(16), radix: 16),
                let second = UInt64(text.dropFirst(16), radix: 16)
            else { return nil }
            self.init(first, second)
        }

        /// 32 hexadecimal digits.
        public var description: String { Self.digits(first) + Self.digits(second) }

        /// A number as 16 hexadecimal digits.
        public static func digits(_ number: UInt64) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
    }

    /// How many bytes came.
    public private(set) var length: UInt64 = 0

    private var lanes: (UInt64, UInt64) = (0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f)
    /// Bytes that are not a whole word yet, the first one lowest.
    private var rest: UInt64 = 0
    private var restCount = 0

    /// Nothing has come yet.
    public init() {}

    /// Takes bytes in.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var index = 0
        while restCount > 0 && index < bytes.count { take(bytes[index], &index) }
        var (first, second) = lanes
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            (first, second) = (Self.mixed(first, word, Self.primes.0), Self.mixed(second, word, Self.primes.1))
            index += 8
        }
        lanes = (first, second)
        while index < bytes.count { take(bytes[index], &index) }
    }

    /// The hash of what came so far.
    public var value: Value {
        func finished(_ lane: UInt64, _ prime: UInt64) -> UInt64 {
            Self.mixed(Self.mixed(Self.mixed(lane, rest, prime), length, prime), prime, prime)
        }
        return Value(finished(lanes.0, Self.primes.0), finished(lanes.1, Self.primes.1))
    }

    private mutating func take(_ byte: UInt8, _ index: inout Int) {
        rest |= UInt64(byte) << UInt64(8 * restCount)
        restCount += 1
        index += 1
        guard restCount == 8 else { return }
        lanes = (Self.mixed(lanes.0, rest, Self.primes.0), Self.mixed(lanes.1, rest, Self.primes.1))
        (rest, restCount) = (0, 0)
    }

    /// A step that loses nothing of either: it can be undone for a known word.
    private static func mixed(_ lane: UInt64, _ word: UInt64, _ prime: UInt64) -> UInt64 {
        let product = (lane ^ word) &* prime
        return product ^ (product >> 29)
    }

    /// Odd numbers of xxHash.
    private static let primes: (UInt64, UInt64) = (0x9e37_79b1_85eb_ca87, 0xc2b2_ae3d_27d4_eb4f)
}
