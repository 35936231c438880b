/// A tracker's address.
struct Endpoint {
    /// Its bytes up to where an OpenURL goes: with `?`, or with `&` where the address has a query of its own.
    let prefix: [UInt8]

    /// Where in it the path begins; nil when libcurl would send another than stands there.
    var path: Int? {
        let colon = prefix.firstIndex(of: UInt8(ascii: ":")) ?? 0
        let end = prefix[(colon + 3)...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        guard let end, prefix[end] == UInt8(ascii: "/") else { return nil }
        let path = prefix[end...]
        let hasDots = zip(path, path.dropFirst()).contains { $0 == (UInt8(ascii: "/"), UInt8(ascii: ".")) }
        return hasDots ? nil : end
    }

    /// The address without a user, a password and a query.
    var shown: String {
        let text = String(decoding: prefix.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        guard let scheme = text.firstRange(of: "://") else { return text }
        let authority = text[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return String(text[..<scheme.upperBound] + text[text.index(after: at)...])
    }

    /// - Throws: ``EndpointError``.
    init(_ address: String) throws(EndpointError) {
        let scheme = address.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https", address.dropFirst(scheme.count).hasPrefix("://"),
            address.count > scheme.count + 3
        else { throw EndpointError(reason: "it has to begin with http:// or https:// and a host") }
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") }) else {
            throw EndpointError(reason: "it holds a blank, a # or a character that is not ASCII")
        }
        let hasQuery = address.utf8.contains(UInt8(ascii: "?"))
        let isOpen = address.utf8.last == UInt8(ascii: "?") || address.utf8.last == UInt8(ascii: "&")
        prefix = Array(address.utf8) + (isOpen ? [] : [UInt8(ascii: hasQuery ? "&" : "?")])
    }
}

/// An `endpoint_url` that nothing can be sent to. The address is not repeated: it may hold a password.
public struct EndpointError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    public let reason: String

    /// `endpoint_url cannot be used: …`.
    public var description: String { "endpoint_url cannot be used: \(reason)" }
}
