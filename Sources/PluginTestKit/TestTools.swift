import CounterRules
import Digests
import LogFormats
import Patterns
public import PluginAPI

/// The real tools, for tests of plugins.
public struct TestTools: PluginTools {
    /// Digests with keys that only these tools have.
    public let addressDigests: any AddressDigests

    /// Whether a robot's hit is told with the item that it used.
    public let wantsUsesOfRobots: Bool

    /// Tools with the lists of user agents that set-up fetched.
    public init(wantsUsesOfRobots: Bool = true) {
        addressDigests = KeyedAddressDigests(key: RandomKeys().key)
        self.wantsUsesOfRobots = wantsUsesOfRobots
    }

    /// A compiled pattern.
    public func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern {
        try CompiledPattern(expression, ignoringCase: ignoringCase)
    }

    /// The preset of a name.
    public func lineFormat(_ name: String) throws -> any LineFormat { try LogFormats.format(named: name) }

    /// The lists.
    public func userAgents(robots: Bool, aiAgents: Bool) throws -> any UserAgentClassifier {
        UserAgentLists(
            robots: robots ? try PatternList(file: PackageRoot.robotsList, option: "robots") : nil,
            aiAgents: aiAgents ? try PatternList(file: PackageRoot.aiAgentsList, option: "ai_agents") : nil)
    }
}

/// What plugin tests are made with.
extension PluginSettings {
    /// A service's options for a test. Robots are kept unless the options say otherwise, so that the list is not needed.
    public static func testing(
        _ options: [String: String], resolver: (any Resolver)? = nil, citations: (any Resolver)? = nil,
        places: (any PlaceFinder)? = nil
    ) -> PluginSettings {
        PluginSettings(
            service: "repo.example",
            options: ["base_url": "https://repo.example", "robots": "keep"]
                .merging(options) { _, given in given }, tools: TestTools(),
            resolver: resolver, citations: citations, places: places)
    }
}

extension ParserPlugin {
    /// What the plugin makes of a request for a target: `R ITEM`, `I ITEM`, or why it does not count.
    /// - Throws: What the plugin throws.
    public func verdict(on target: String) throws -> String {
        guard let parsed = try parsed(target) else { return "nil" }
        if let exclusion = parsed.exclusion { return exclusion.rule }
        guard let usage = parsed.usage else { return "neither use nor exclusion" }
        return "\(usage.event == .request ? "R" : "I") \(usage.item)"
    }

    /// What the plugin makes of a request for a target whose item it may have to look up: `R ITEM PAGE`, `I ITEM PAGE`, why it
    /// does not count, or what it waits for.
    /// - Throws: What the plugin throws besides `NotYetKnown`.
    public func resolution(of target: String) throws -> String {
        do {
            let verdict = try verdict(on: target)
            guard let usage = try usage(of: target) else { return verdict }
            return "\(verdict) \(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } ?? "nil")"
        } catch let unknown as NotYetKnown {
            return "\(unknown)"
        }
    }

    /// The use that a request for a target is; nil when it is none.
    /// - Throws: What the plugin throws.
    public func usage(of target: String) throws -> ItemUsage? { try parsed(target)?.usage }

    private func parsed(_ target: String) throws -> ParsedLine? {
        let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET \#(target) HTTP/1.1" 200 1048576 "-" "Firefox""#
        return try parseline(LogMessage(service: "repo.example", line: Array(line.utf8)))
    }
}
