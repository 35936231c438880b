/// Finds the client behind proxies: each proxy adds to X-Forwarded-For, at the right, whom it was asked by. What a proxy
/// that is not ours has added may be invented, and so may all that stands left of it.
struct TrustedProxies: Sendable {
    private let networks: [AddressBlock]

    /// The proxies of an option's value.
    /// - Throws: ``PluginError`` naming the word that is no network.
    init(_ words: [Substring], option: String) throws {
        networks = try words.map { word in
            guard let network = AddressBlock(word) else {
                throw PluginError.option(
                    option, "'\(word)' is no network as 10.0.0.0/8 or 2001:db8::/32, and no address")
            }
            return network
        }
    }

    /// The address of the client: from the right, the first that is no proxy of ours; or the last that is an address.
    func client(of line: ParsedLine) -> Range<Int> {
        let list = ClientAddress.list(line.forwardedFor, in: line.storage)
        // Where the address field itself is the list, nobody has written down who connected.
        let isListed = line.ip.overlaps(line.forwardedFor)
        var chain = list.map { ClientAddress.narrowed($0, in: line.storage) }
        if !isListed, !line.ip.isEmpty { chain.append(ClientAddress.narrowed(line.ip, in: line.storage)) }
        guard var client = chain.popLast() else { return line.ip }
        while let address = AddressBlock.address(line.bytes(client)),
            networks.contains(where: { $0.contains(address) }),
            let next = chain.popLast(), AddressBlock.address(line.bytes(next)) != nil
        {
            client = next
        }
        return client
    }
}
