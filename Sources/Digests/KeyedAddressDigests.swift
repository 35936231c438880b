public import PluginAPI

/// Digests of addresses with keys that somebody gives.
public final class KeyedAddressDigests: AddressDigests {
    private let key: @Sendable (AddressKey) throws -> [UInt8]

    /// - Parameter key: The key of a name; asked for each digest. It throws when there is none.
    public init(key: @escaping @Sendable (AddressKey) throws -> [UInt8]) { self.key = key }

    /// HMAC-SHA-256.
    public func keyed(_ text: [UInt8], _ key: AddressKey) throws -> [UInt8] {
        SHA256.digest(of: text, key: try self.key(key))
    }

    /// Without any key.
    public func md5(_ text: [UInt8]) -> [UInt8] { MD5.digest(of: text) }
}
