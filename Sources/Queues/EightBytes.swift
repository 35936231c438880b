/// Questions about eight bytes at once, for passing quickly over what needs no attention.
struct EightBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private let word: UInt64

    /// The bytes from `index` on; nil when there are fewer than eight.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        guard bytes.count - index >= 8 else { return nil }
        word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    /// Whether one of them is a certain byte.
    func has(_ byte: UInt8) -> Bool {
        // A byte that is 0 after the exclusive or is the only one that borrows from its high bit.
        let difference = word ^ (EightBytes.ones &* UInt64(byte))
        return (difference &- EightBytes.ones) & ~difference & EightBytes.highBits != 0
    }

    /// Whether one of them is less than a byte, which is 128 at most.
    func hasLess(than byte: UInt8) -> Bool {
        (word &- EightBytes.ones &* UInt64(byte)) & ~word & EightBytes.highBits != 0
    }

    /// Whether one of them is none of ASCII.
    var hasNonASCII: Bool { word & EightBytes.highBits != 0 }
}
