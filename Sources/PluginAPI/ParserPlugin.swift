/// Reads the log lines of one kind of repository and says what a tracker is to be told of them.
///
/// A plugin is a module of its own in `Plugins/<Name>/` that imports PluginAPI and nothing else, and one line in
/// `Plugins/Registry/`. Its calls are synchronous and pure: what must be looked up comes through `settings`.
///
///     struct MyPlugin: ParserPlugin {
///         static let name = "my"
///         let web: WebLog
///
///         init(settings: PluginSettings) throws { web = try WebLog(settings: settings) }
///
///         func parseline(_ message: LogMessage) throws -> ParsedLine? {
///             try web.parse(message) { line in … }
///         }
///
///         func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }
///     }
public protocol ParserPlugin: Sendable {
    /// What `plugin =` in a `[service_ID]` section calls it.
    static var name: String { get }

    /// One line for `loglines plugins`.
    static var summary: String { get }

    /// The keys it reads from its `[service_ID]` section.
    static var options: [PluginOption] { get }

    /// What it can have looked up (`resolver =`): the kinds of references that it gives to ``WebLog``.
    static var references: Set<Reference.Kind> { get }

    /// How its log is cut into records, where a record may be more than a line. What ``parseline(_:)`` is given is a record.
    static var framing: Framing { get }

    /// Reads its options once, at start.
    /// - Throws: ``PluginError`` that names the key.
    init(settings: PluginSettings) throws

    /// Takes a line apart.
    /// - Returns: nil when the line is none of a log's hits (a comment, a header).
    /// - Throws: ``PluginError`` when the line is malformed; the message then goes to the failed list with this reason.
    func parseline(_ message: LogMessage) throws -> ParsedLine?

    /// What a tracker is to be told.
    /// - Returns: nil when the hit is not for a tracker; the message then goes to `other_queue`.
    /// - Throws: ``PluginError`` when the line cannot be told to a tracker although it should.
    func openURLParams(_ line: ParsedLine) throws -> OpenURLParams?
}

extension ParserPlugin {
    /// Nothing to say.
    public static var summary: String { "" }

    /// The options of every web log.
    public static var options: [PluginOption] { PluginOption.common }

    /// Nothing: its addresses name items as OAI-PMH does.
    public static var references: Set<Reference.Kind> { [] }

    /// Every line is a record.
    public static var framing: Framing { .lines }
}

/// A key that a plugin reads from its `[service_ID]` section.
public struct PluginOption: Sendable, Equatable {
    /// The key.
    public let name: String

    /// What it is when not set; nil when it must be set or may stay away.
    public let defaultValue: String?

    /// What it means, in one line.
    public let help: String

    /// A key that a plugin reads.
    public init(_ name: String, default defaultValue: String? = nil, _ help: String) {
        self.name = name
        self.defaultValue = defaultValue
        self.help = help
    }
}

/// What a plugin throws: a line or an option it cannot use. One line of text.
public struct PluginError: Error, CustomStringConvertible, Equatable {
    /// The option at fault; nil when it is the line.
    public let option: String?

    /// What is wrong.
    public let reason: String

    /// A malformed line.
    public static func malformed(_ reason: String) -> PluginError {
        PluginError(option: nil, reason: reason)
    }

    /// An option that is missing or cannot be used.
    public static func option(_ name: String, _ reason: String) -> PluginError {
        PluginError(option: name, reason: reason)
    }

    /// `request_path: missing closing parenthesis`, or the reason alone.
    public var description: String {
        option.map { "\($0): \(reason)" } ?? reason
    }
}
