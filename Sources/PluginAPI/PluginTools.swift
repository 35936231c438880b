/// What plugins may use without importing it: handed in by the program, so that a plugin sees PluginAPI and nothing else.
public protocol PluginTools: Sendable {
    /// A regular expression (PCRE2 syntax), compiled once.
    /// - Parameter ignoringCase: Whether letters match whatever their case.
    /// - Throws: ``PluginError`` with the place of the mistake.
    func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern

    /// The reader of a log format: a preset's name (`combined`, `iis`, `auto` …) or a format in Apache's or nginx' notation.
    /// - Throws: ``PluginError`` naming the presets when there is none of that name, or the place of the mistake.
    func lineFormat(_ name: String) throws -> any LineFormat

    /// The lists of user agents.
    /// - Parameters:
    ///   - robots: Whether COUNTER's list of robots is looked at.
    ///   - aiAgents: Whether the list of AI agents is.
    /// - Throws: ``PluginError`` when a list cannot be read.
    func userAgents(robots: Bool, aiAgents: Bool) throws -> any UserAgentClassifier

    /// Digests of clients' addresses.
    var addressDigests: any AddressDigests { get }

    /// Whether it is told of a robot's hit too which item it used. Who only counts robots, or passes them over, need not
    /// know: they may be most of a log.
    var wantsUsesOfRobots: Bool { get }
}

extension PluginTools {
    /// It is told.
    public var wantsUsesOfRobots: Bool { true }
}

/// A compiled regular expression over bytes.
public protocol TextPattern: AnyObject, Sendable {
    /// Searches for the pattern; anchors bind to the range, and nothing before it is looked at.
    /// - Returns: The range of the whole match and of each group (nil for a group that took no part); nil without a match.
    /// - Throws: ``PluginError`` when the search took too many steps.
    func firstMatch(in bytes: [UInt8], _ range: Range<Int>) throws -> [Range<Int>?]?

    /// Searches as ``firstMatch(in:_:)`` does, for patterns that are alternatives, each in a group.
    /// - Returns: The number of the first group that took part; 0 when none did; nil without a match.
    /// - Throws: ``PluginError`` when the search took too many steps.
    func firstGroup(in bytes: [UInt8], _ range: Range<Int>) throws -> Int?

    /// The number of a named group; nil when there is none of that name.
    func group(named name: String) -> Int?

    /// How many groups the pattern has.
    var groupCount: Int { get }
}

/// Takes the lines of one log format apart.
public protocol LineFormat: Sendable {
    /// The preset's name.
    var name: String { get }

    /// Which preset reads the lines: its own name; where it decides from the first lines, the one it has decided for, nil
    /// before any line.
    var chosen: String? { get }

    /// Whether what a line says depends on no other line: not where the first lines tell the format, or a header the columns.
    var readsEachLineAlone: Bool { get }

    /// Reads one line.
    /// - Returns: nil for a line that is none of the log's hits (a comment, a header).
    /// - Throws: ``PluginError`` saying which field failed at which column.
    func parse(_ message: LogMessage) throws -> ParsedLine?
}

extension LineFormat {
    /// Its own name.
    public var chosen: String? { name }

    /// It does not.
    public var readsEachLineAlone: Bool { true }
}
