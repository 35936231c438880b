/// What a plugin is given at start: the options of its `[service_ID]` section, and the tools it may use.
public struct PluginSettings: Sendable {
    /// The ID of the section.
    public let service: String

    /// The section's keys and values, without `plugin`.
    public let options: [String: String]

    /// Compiled patterns, log formats, the lists of user agents and digests.
    public let tools: any PluginTools

    /// Knows which items the identifiers of log lines stand for; nil: they stand for themselves.
    public let resolver: (any Resolver)?

    /// Knows items' citations, by ``Reference/Kind/citation``; nil: nobody wants them.
    public let citations: (any Resolver)?

    /// Knows where clients are; nil: nobody wants that.
    public let places: (any PlaceFinder)?

    /// Settings of one service.
    public init(
        service: String, options: [String: String], tools: any PluginTools, resolver: (any Resolver)? = nil,
        citations: (any Resolver)? = nil, places: (any PlaceFinder)? = nil
    ) {
        self.service = service
        self.options = options
        self.tools = tools
        self.resolver = resolver
        self.citations = citations
        self.places = places
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

    /// The words of an option that must be there, separated by blanks or commas.
    /// - Throws: ``PluginError`` naming the option.
    public func words(_ name: String) throws -> [Substring] {
        let words = try required(name).split { $0 == " " || $0 == "," || $0.isNewline }
        guard !words.isEmpty else { throw PluginError.option(name, "is missing") }
        return words
    }

    /// The pattern that an option gives, compiled; nil when it is not set. Case counts, as in the paths it is searched in,
    /// unless the pattern begins with `(?i)`.
    /// - Throws: ``PluginError`` naming the option and the place of the mistake.
    public func pattern(_ name: String) throws -> (any TextPattern)? {
        guard let expression = self[name] else { return nil }
        do {
            return try tools.pattern(expression, ignoringCase: false)
        } catch let error as PluginError {
            throw PluginError.option(name, error.reason)
        }
    }

    /// The same settings, with what an option has as its default where it is not set.
    public func withDefaults(of declared: [PluginOption]) -> PluginSettings {
        var options = options
        for option in declared where self[option.name] == nil {
            options[option.name] = option.defaultValue
        }
        return PluginSettings(
            service: service, options: options, tools: tools, resolver: resolver, citations: citations, places: places)
    }
}
