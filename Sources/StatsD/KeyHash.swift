/// A hash of short byte strings: words of eight bytes, each folded in by a multiplication of twice the width, as wyhash does. Swift's
/// own `Hasher` takes five times as long for a metric's name.
struct KeyHash {
    /// The hash of this process. Its seed is drawn by lot, so that nobody outside can look for keys that collide.
    static let seeded = KeyHash(seed: .random(in: .min ... .max))

    private let seed: UInt64

    /// The hash of a seed.
    init(seed: UInt64) { self.seed = seed }

    /// The hash of a byte string.
    @inline(__always)
    func hash(_ key: UnsafeRawBufferPointer) -> Int {
        var hash = seed ^ UInt64(truncatingIfNeeded: key.count) &* 0xa076_1d64_78bd_642f
        var at = 0
        while at &+ 8 <= key.count {
            hash = Self.fold(hash ^ key.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        if at < key.count {
            var last: UInt64 = 0
            if key.count >= 8 {
                // Some bytes come twice, which does no harm.
                last = key.loadUnaligned(fromByteOffset: key.count &- 8, as: UInt64.self)
            } else {
                for byte in key[at...] { last = last << 8 | UInt64(byte) }
            }
            hash = Self.fold(hash ^ last)
        }
        return Int(truncatingIfNeeded: Self.fold(hash))
    }

    @inline(__always)
    private static func fold(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xe703_7ed1_a0b4_28db).multipliedFullWidth(by: 0x8ebc_6af0_9c88_c6e3)
        return product.high ^ product.low
    }
}
