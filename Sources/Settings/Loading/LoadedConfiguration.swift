/// What reading a configuration gave.
public struct LoadedConfiguration: Sendable {
    /// What the files say; nil when there are errors.
    public var configuration: Configuration?
    /// Everything wrong, by file and line.
    public var problems: [ConfigurationProblem]
    /// Every key with the value it has, section by section.
    public var values: [EffectiveValue]

    /// Whether it cannot be started.
    public var hasErrors: Bool { problems.contains { $0.severity == .error } }
}

/// A key with the value it has, and where it has it from.
public struct EffectiveValue: Sendable, Equatable {
    /// The section.
    public var section: String
    /// The key.
    public var key: String
    /// The value as it may be shown: a secret is `••••`.
    public var value: String
    /// Where it was written; nil: it is the default.
    public var origin: Origin?
    /// Whether the value is a secret, or has one in it.
    public var isSecret: Bool
}
