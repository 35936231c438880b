/// Who is behind a user agent, as far as lists tell.
public enum UserAgentClass: String, Sendable {
    /// Nobody that a list knows: taken for a person.
    case person

    /// A crawler of the traditional kind, which COUNTER excludes.
    case robot

    /// A program of generative or agentic artificial intelligence: it fetches for a model or on behalf of a person. COUNTER's
    /// Code of Practice (section 7.8 as of 2026) keeps it apart from traditional robots.
    case aiAgent = "AI agent"
}

/// What lists say of a user agent.
public struct UserAgentVerdict: Sendable, Equatable {
    /// Who is behind it.
    public let kind: UserAgentClass

    /// The first pattern of that class' list that is found in it; nil for a person.
    public let pattern: String?

    /// On no list.
    public static let person = UserAgentVerdict(.person, pattern: nil)

    /// A verdict.
    public init(_ kind: UserAgentClass, pattern: String?) {
        self.kind = kind
        self.pattern = pattern
    }
}

/// Lists of user agents.
public protocol UserAgentClassifier: AnyObject, Sendable {
    /// Who is behind a user agent: the first pattern of a list decides that is found in it, whatever the case of letters. Who is
    /// on both lists is an AI agent. An empty user agent and `-` are robots' also when the list has no pattern for them.
    /// - Throws: ``PluginError`` when a pattern gave up on it.
    func verdict(on userAgent: ArraySlice<UInt8>) throws -> UserAgentVerdict

    /// Which edition of a class' list is looked at (`counter-robots 2025.11`); nil when none is.
    func version(of kind: UserAgentClass) -> String?
}
