public import Forwarding
public import PluginAPI
public import Queues

/// Decides what becomes of a line: the one place where that is done, for what is sent and for what a dry run counts.
public struct Judge {
    /// What is to be done with a line.
    public enum Verdict {
        /// The tracker is to be told this.
        case send(query: [UInt8], OpenURLParams)
        /// The line is not for it.
        case pass(Leaf)
    }

    /// A line that was taken apart.
    public struct Parsed {
        /// What was read from it.
        public let line: ParsedLine
        /// What read it.
        let parser: any ParserPlugin
    }

    private var parsers: ParserSet
    private let renderer: OpenURLRenderer

    /// A judge.
    /// - Parameters:
    ///   - parsers: Read the lines, by service.
    ///   - renderer: Knows what the tracker takes.
    public init(_ parsers: ParserSet, _ renderer: OpenURLRenderer) {
        self.parsers = parsers
        self.renderer = renderer
    }

    /// Takes a message's line apart.
    /// - Returns: nil when it is none of a log's hits, and ends as `Leaf.noHit`.
    /// - Throws: `NotYetKnown` when something must be looked up first; what is wrong with it; ``leaf(of:)`` tells where it ends.
    public mutating func parse(_ message: LogMessage) throws -> Parsed? {
        let parser = try parsers.parser(for: message.service)
        guard let line = try parser.parseline(message) else { return nil }
        return Parsed(line: line, parser: parser)
    }

    /// Decides about a line that ``parse(_:)`` has taken apart.
    /// - Throws: `NotYetKnown` when something must be looked up first; what is wrong with it; ``leaf(of:)`` tells where it ends.
    public func verdict(on parsed: Parsed, of message: LogMessage) throws -> Verdict {
        if let use = try parsed.parser.openURLParams(parsed.line),
            let query = renderer.query(for: use, service: message.service)
        {
            return .send(query: query, use)
        }
        return .pass(Self.leaf(ofPassed: parsed.line))
    }

    /// Where a line ends that ``parse(_:)`` has taken apart, if the tracker takes what it is told: ``verdict(on:of:)`` for
    /// those who need no OpenURL.
    /// - Throws: What is wrong with it; ``leaf(of:)`` tells where it ends.
    public func leaf(on parsed: Parsed) throws -> Leaf {
        if let use = try parsed.parser.openURLParams(parsed.line), renderer.takes(use) { return .accepted }
        return Self.leaf(ofPassed: parsed.line)
    }

    private static func leaf(ofPassed line: ParsedLine) -> Leaf {
        line.exclusion.map { Leaf($0, of: line) } ?? .notForTheTracker
    }

    /// Where a line ends of which an error was thrown.
    public static func leaf(of error: any Error) -> Leaf {
        switch error {
        case is UnknownService: .unknownService
        case is Unresolved: .unresolved
        case is NotYetKnown: .needsLookup
        default: .malformed
        }
    }
}
