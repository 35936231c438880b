import ArgumentParser

/// Where a server listens: `HOST:PORT`, or a port of this machine.
struct ServerArgument: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        let colon = argument.lastIndex(of: ":")
        guard let port = Int(colon.map { argument[argument.index(after: $0)...] } ?? argument[...]),
            (1...65_535).contains(port)
        else { return nil }
        host = colon.map { argument[..<$0].filter { $0 != "[" && $0 != "]" } } ?? "127.0.0.1"
        self.port = port
    }
}
