import Glibc

/// An address without the part that tells one client from its neighbours.
enum TruncatedAddress {
    /// IPv4 with its first 24 bits, IPv6 with its first 48, the rest zero; nil for what is no address.
    ///
    /// A 6to4 address (2002::/16, RFC 3056) has the client's IPv4 address in bits 16 to 47: only 24 of these stay.
    static func text(of address: ArraySlice<UInt8>) -> [UInt8]? {
        guard var bytes = AddressBlock.address(address) else { return nil }
        let is6to4 = bytes.count == 16 && bytes[0] == 0x20 && bytes[1] == 0x02
        let kept = bytes.count == 4 ? 3 : is6to4 ? 5 : 6
        for index in kept..<bytes.count { bytes[index] = 0 }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    }
}
