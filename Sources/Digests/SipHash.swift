/// SipHash-2-4 (Aumasson and Bernstein, 2012): 64 bits of a text that only who has the key can tell, a hundred times as fast
/// as an HMAC. For keys that are derived from those of addresses; enough bits to tell clients apart, too few to prove
/// anything.
public struct SipHash: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// A hash with a key.
    /// - Parameter key: Of which the first 16 bytes are taken; a shorter one is as if zeros followed.
    public init(key: [UInt8]) {
        let padded = key + [UInt8](repeating: 0, count: 16)
        (first, second) = padded.withUnsafeBytes {
            (
                UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// The hash of a text.
    public func hash(_ text: [UInt8]) -> UInt64 {
        text.withUnsafeBytes { bytes in
            var state = State(first, second)
            let whole = bytes.count & ~7
            for offset in stride(from: 0, to: whole, by: 8) {
                state.take(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            var last = UInt64(truncatingIfNeeded: bytes.count) << 56
            for offset in whole..<bytes.count { last |= UInt64(bytes[offset]) << (8 * UInt64(offset - whole)) }
            state.take(last)
            return state.end()
        }
    }

    private struct State {
        private var v0, v1, v2, v3: UInt64

        init(_ first: UInt64, _ second: UInt64) {
            // "somepseudorandomlygeneratedbytes"
            v0 = first ^ 0x736f_6d65_7073_6575
            v1 = second ^ 0x646f_7261_6e64_6f6d
            v2 = first ^ 0x6c79_6765_6e65_7261
            v3 = second ^ 0x7465_6462_7974_6573
        }

        mutating func take(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func end() -> UInt64 {
            v2 ^= 0xff
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 &+= v1
            v2 &+= v3
            v1 = v1 << 13 | v1 >> 51
            v3 = v3 << 16 | v3 >> 48
            v1 ^= v0
            v3 ^= v2
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v1
            v0 &+= v3
            v1 = v1 << 17 | v1 >> 47
            v3 = v3 << 21 | v3 >> 43
            v1 ^= v2
            v3 ^= v0
            v2 = v2 << 32 | v2 >> 32
        }
    }
}
