/// What a plugin is given at start: the options of its `[service_ID]` section, and the tools it may use.
public struct PluginSettings: Sendable {
    /// The ID of the section.
    public let service: String

    /// The section's keys and values, without `plugin`.
    public let options: [String: String]

    /// Compiled patterns, log formats and the robots list.
    public let tools: any PluginTools

    /// Settings of one service.
    public init(service: String, options: [String: String], tools: any PluginTools) {
        self.service = service
        self.options = options
        self.tools = tools
    }

    /// The value of an option, nil when it is not set or empty.
    public subscript(name: String) -> String? {
        options[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of an option that must be there.
    /// - Throws: ``PluginError`` naming the option.
    public func required(_ name: String) throws -> String {
        guard let value = self[name] else { throw PluginError.option(name, "is missing") }
        return value
    }
}

/// What plugins may use without importing it: handed in by the program, so that a plugin sees PluginAPI and nothing else.
public protocol PluginTools: Sendable {
    /// A regular expression (PCRE2 syntax), compiled once; letters match whatever their case.
    /// - Throws: ``PluginError`` with the place of the mistake.
    func pattern(_ expression: String) throws -> any TextPattern

    /// The reader of a log format: a preset's name (`combined`, `common`, `ora` …).
    /// - Throws: ``PluginError`` naming the presets when there is none of that name.
    func lineFormat(_ name: String) throws -> any LineFormat

    /// The COUNTER robots list.
    /// - Throws: ``PluginError`` when the list cannot be read.
    func robots() throws -> any RobotList
}

/// A compiled regular expression over bytes.
public protocol TextPattern: Sendable {
    /// Searches for the pattern; anchors bind to the range, and nothing before it is looked at.
    /// - Returns: The range of the whole match and of each group (nil for a group that took no part); nil without a match.
    func firstMatch(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>?]?
}

/// Takes the lines of one log format apart.
public protocol LineFormat: Sendable {
    /// The preset's name.
    var name: String { get }

    /// Reads one line.
    /// - Returns: nil for a line that is none of the log's hits (a comment, a header).
    /// - Throws: ``PluginError`` saying which field failed at which column.
    func parse(_ message: LogMessage) throws -> ParsedLine?
}

/// The COUNTER list of robots.
public protocol RobotList: Sendable {
    /// Whether a user agent is on the list: case-insensitive, unanchored search of every pattern; empty and `-` are.
    func contains(_ userAgent: ArraySlice<UInt8>) -> Bool
}
