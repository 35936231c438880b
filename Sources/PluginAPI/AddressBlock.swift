import Glibc

/// A network of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3), or a single address.
package struct AddressBlock: Sendable {
    private let address: [UInt8]
    private let bits: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.1`.
    /// - Returns: nil when it is none of these.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = AddressBlock.address(Array(parts[0].utf8)[...]) else { return nil }
        let longest = address.count * 8
        guard parts.count == 1 || Int(parts[1]).map((0...longest).contains) == true else { return nil }
        self.address = address
        bits = parts.count == 1 ? longest : Int(parts[1]) ?? longest
    }

    /// Whether an address, as its bytes, is of this network.
    func contains(_ other: [UInt8]) -> Bool {
        guard other.count == address.count else { return false }
        let (whole, rest) = (bits / 8, bits % 8)
        guard address[..<whole] == other[..<whole] else { return false }
        return rest == 0 || (address[whole] ^ other[whole]) >> (8 - UInt8(rest)) == 0
    }

    /// The bytes of an address as text: 4 or 16; nil when it is none. An IPv4 address written as IPv6 counts as IPv4.
    package static func address(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count < 46, !text.contains(0) else { return nil }
        let characters = text.map(CChar.init(bitPattern:)) + [0]
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, characters, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, characters, &sixteen) == 1 else { return nil }
        let isMapped = sixteen[..<10].allSatisfy { $0 == 0 } && sixteen[10] == 255 && sixteen[11] == 255
        return isMapped ? Array(sixteen[12...]) : sixteen
    }
}
