public import PluginAPI

/// The parser plugins of a worker, by service.
public struct ParserSet {
    private var parsers: [String: any ParserPlugin]
    private let makeParser: (String) throws -> any ParserPlugin
    /// What was asked for last: neighbours are mostly of one service.
    private var last: Last?

    /// A class, because to copy it costs nothing.
    private final class Last {
        let service: String
        let parser: any ParserPlugin

        init(_ service: String, _ parser: any ParserPlugin) { (self.service, self.parser) = (service, parser) }
    }

    /// Parsers that are there from the start, and a way to make one for a service that turns up without having been
    /// configured.
    /// - Parameter makeParser: Throws what is to be said of the messages of such a service.
    public init(
        _ parsers: [String: any ParserPlugin], otherwise makeParser: @escaping (String) throws -> any ParserPlugin
    ) {
        self.parsers = parsers
        self.makeParser = makeParser
    }

    /// Parsers that are there from the start; messages of other services are given up.
    public init(_ parsers: [String: any ParserPlugin]) {
        self.init(parsers) { service in
            throw UnknownService(service)
        }
    }

    /// The parser of a service.
    /// - Throws: What is to be said of a message whose service has none.
    mutating func parser(for service: String) throws -> any ParserPlugin {
        if let last, last.service == service { return last.parser }
        let parser = try parsers[service] ?? makeParser(service)
        parsers[service] = parser
        last = Last(service, parser)
        return parser
    }
}

/// A service that no `[service_ID]` section describes.
struct UnknownService: Error, CustomStringConvertible {
    /// What is to be said of its messages, in one line.
    let description: String

    init(_ service: String) {
        description = "no [service_\(service)] section says how to read its lines"
    }
}
