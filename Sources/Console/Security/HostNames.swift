public import Settings

/// The names that the console may be called by. A page of another site whose name has come to mean this machine's address
/// (DNS rebinding) asks for that name, and is to learn nothing: not even to ingest lines, for which nobody needs to log in.
public struct HostNames: Sendable {
    private let names: Set<String>
    private let takesAny: Bool

    /// The names of a console.
    /// - Parameters:
    ///   - listen: Where it listens.
    ///   - names: Those of the configuration. Without any, a console that other machines reach is called by names that it
    ///     cannot know.
    public init(listen: HostPort, names: [String]) {
        let own = ["localhost", "127.0.0.1", "[::1]", listen.host.contains(":") ? "[\(listen.host)]" : listen.host]
        self.names = Set((own + names).map { $0.lowercased() })
        takesAny = names.isEmpty && !listen.isLoopback
    }

    /// Whether a request's `Host` is one of ours, with whatever port: a proxy may stand before us.
    func isOurs(_ authority: String) -> Bool {
        if takesAny { return !authority.isEmpty }
        // The colon of the port is the one behind the brackets of an IPv6 address.
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : nil
        let host = end.map { authority[..<$0] } ?? authority.prefix { $0 != ":" }
        let port = authority[host.endIndex...]
        guard port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy(\.isNumber)) else { return false }
        return names.contains(host.lowercased())
    }
}
