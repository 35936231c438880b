/// Where a server listens, written `HOST:PORT`, `[IPV6]:PORT` or `:PORT` (loopback).
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// The host's name or address, without brackets.
    public let host: String
    /// The port; 0 lets the system choose a free one.
    public let port: Int

    /// An address by its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads an address; nil when it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
            self.host = String(host.dropFirst().dropLast())
        } else {
            guard !host.contains(where: { $0 == ":" || $0 == "[" || $0 == "]" || $0 == "/" }) else { return nil }
            self.host = host.isEmpty ? "127.0.0.1" : String(host)
        }
        self.port = Int(port)
    }

    /// `127.0.0.1:8089`, `[::1]:8089`.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
