/// What a file begins with: how many of its first bytes (at most ``longest``) were looked at, and their FNV-1a hash.
///
/// Inode numbers are given to new files again; first bytes that carry a time are not (design rule of peers.md, A3).
/// A file shorter than ``longest`` has a short fingerprint, which grows with it.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The largest number of bytes looked at.
    public static let longest = 256
    /// The fingerprint of a file without content; every file agrees with it.
    public static let empty = Fingerprint(of: [])

    /// How many bytes were looked at.
    public let length: Int
    /// FNV-1a, 64 bit, over these bytes.
    public let hash: UInt64

    /// The fingerprint of a file with these first bytes.
    public init(of head: some Collection<UInt8>) {
        let bytes = head.prefix(Self.longest)
        length = bytes.count
        hash = fnv1a(bytes)
    }

    /// Reads `LENGTH:HEX`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[0]), (0...Self.longest).contains(length), parts[1].count == 16,
            let hash = UInt64(parts[1], radix: 16)
        else { return nil }
        self.length = length
        self.hash = hash
    }

    /// `LENGTH:HEX`, the hash as 16 digits.
    public var description: String { "\(length):\(hexadecimal(hash))" }

    /// Whether a file that begins with `head` (its first ``longest`` bytes, or all it has) began so when this was taken.
    public func agrees(with head: some Collection<UInt8>) -> Bool {
        head.count >= length && Fingerprint(of: head.prefix(length)) == self
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): small, and the same on every machine and in every release.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return hash
}

/// A number as 16 lower-case hexadecimal digits.
func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
