/// Takes clients' addresses out of parsed lines, at the end of parsing: what comes after it never sees one. ``WebLog`` uses it;
/// other plugins that read addresses must.
public final class Anonymiser: Sendable {
    private let form: Anonymising
    private let service: String
    private let digests: any AddressDigests

    /// The bytes of a keyed digest that stand for an address: as many as an MD5 has, so that what PIRUS2 takes has one form.
    private static let shown = 16

    /// What the option `anonymise` asks for; nil: nothing.
    /// - Parameter settings: The service's options, with their defaults.
    /// - Throws: ``PluginError`` naming the option.
    public init?(_ settings: PluginSettings) throws {
        form = try Anonymising(settings.required("anonymise"))
        guard form != .none else { return nil }
        service = settings.service
        digests = settings.tools.addressDigests
    }

    /// Whether what stands for an address is one.
    var leavesAddresses: Bool { form.leavesAddresses }

    /// A line without its client's address: in place of it stands what the service wants. The rest of the line as logged, with
    /// X-Forwarded-For, is left out of the storage, and hosts' names out of the transfers.
    /// - Throws: What the keys' owner throws when there is no key.
    public func anonymised(_ line: ParsedLine) throws -> ParsedLine {
        let address = Array(line.bytes(line.ip))
        var result = line.holdingOnly(Self.kept, besides: try replacement(of: address, at: line.time))
        for index in result.transfers.indices { result.transfers[index].client = nil }
        if line.usage != nil && line.exclusion == nil || !line.transfers.isEmpty {
            result.client = try digests.keyed(identity(of: address), AddressKey(service: service))
        }
        return result
    }

    /// The fields that stay.
    static let kept: [any WritableKeyPath<ParsedLine, Range<Int>> & Sendable] = [
        \.host, \.method, \.url, \.httpProtocol, \.referer, \.userAgent,
    ]

    /// What stands for an address. What is not known stays unknown. Of what is no address (a host's name) truncation leaves
    /// nothing: a part of it may be all of an address.
    private func replacement(of address: [UInt8], at time: UTCTime) throws -> [UInt8] {
        guard !address.isEmpty, address != [UInt8(ascii: "-")] else { return [] }
        switch form {
        case .none: return address
        case .truncate: return TruncatedAddress.text(of: address[...]) ?? []
        case .md5(let salt): return HexDigit.text(of: digests.md5(address + salt.utf8))
        case .hash(let days):
            let key = AddressKey(service: service, period: AddressKey.Period(of: time, days: days))
            return HexDigit.text(of: try digests.keyed(identity(of: address), key).prefix(Self.shown))
        }
    }

    /// The bytes of an address, however it is written; of a host's name its letters. Their kind stands before them.
    private func identity(of text: [UInt8]) -> [UInt8] {
        let bytes = AddressBlock.address(text[...])
        return [UInt8(bytes?.count ?? 0)] + (bytes ?? text)
    }
}

extension ParsedLine {
    /// The line with a storage that holds only some of its fields, and another text as the client's address. What is none of
    /// these fields is empty.
    fileprivate func holdingOnly(
        _ fields: [any WritableKeyPath<ParsedLine, Range<Int>> & Sendable], besides address: [UInt8]
    ) -> ParsedLine {
        var line = self
        line.storage = address
        line.storage.reserveCapacity(address.count + fields.reduce(0) { $0 + self[keyPath: $1].count })
        line.ip = 0..<address.count
        line.forwardedFor = 0..<0
        for field in fields {
            let start = line.storage.count
            line.storage += bytes(self[keyPath: field])
            line[keyPath: field] = start..<line.storage.count
        }
        return line
    }
}
