/// A random source that gives the same numbers for the same seed, on every machine and in every version: for traffic and
/// failures that are to be repeatable. SplitMix64 (Steele, Lea and Flood, 2014); not for secrets.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    @usableFromInline
    var state: UInt64

    /// The source of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// True in the given share of calls.
    /// - Parameter share: From 0 (never) to 1 (always).
    @inlinable
    public mutating func chance(_ share: Double) -> Bool {
        // 53 bits are what a Double holds exactly, so the quotient is evenly spread over [0, 1).
        Double(next() >> 11) * 0x1p-53 < share
    }

    /// A number of 0 ..< limit; cheaper than `Int.random(in:using:)`, and as even as traffic needs.
    /// - Parameter limit: Above 0, and below 2^32.
    @inlinable
    public mutating func below(_ limit: Int) -> Int {
        Int(((next() >> 32) &* UInt64(truncatingIfNeeded: limit)) >> 32)
    }
}
