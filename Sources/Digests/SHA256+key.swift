extension SHA256 {
    /// The digest of a text with a key: HMAC-SHA-256 (RFC 2104).
    public static func digest(of text: [UInt8], key: [UInt8]) -> [UInt8] {
        var key = key.count > 64 ? digest(of: key) : key
        key += repeatElement(0, count: 64 - key.count)
        let inner = digest(of: key.map { $0 ^ 0x36 } + text)
        return digest(of: key.map { $0 ^ 0x5c } + inner)
    }
}
