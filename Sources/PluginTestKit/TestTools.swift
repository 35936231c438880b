import CounterRules
import LogFormats
import Patterns
public import PluginAPI

/// The real tools, for tests of plugins.
public struct TestTools: PluginTools {
    /// Whether a robot's hit is told with the item that it used.
    public let wantsUsesOfRobots: Bool

    /// Tools with the robots list that set-up fetched.
    public init(wantsUsesOfRobots: Bool = true) { self.wantsUsesOfRobots = wantsUsesOfRobots }

    /// A compiled pattern.
    public func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern {
        try CompiledPattern(expression, ignoringCase: ignoringCase)
    }

    /// The preset of a name.
    public func lineFormat(_ name: String) throws -> any LineFormat { try LogFormats.format(named: name) }

    /// The COUNTER list.
    public func robots() throws -> any RobotList { try CounterRobots(file: PackageRoot.robotsList) }
}

/// What plugin tests are made with.
extension PluginSettings {
    /// A service's options for a test. Robots are kept unless the options say otherwise, so that the list is not needed.
    public static func testing(_ options: [String: String]) -> PluginSettings {
        PluginSettings(
            service: "repo.example",
            options: ["base_url": "https://repo.example", "robots": "keep"]
                .merging(options) { _, given in given }, tools: TestTools())
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

    /// The use that a request for a target is; nil when it is none.
    /// - Throws: What the plugin throws.
    public func usage(of target: String) throws -> ItemUsage? { try parsed(target)?.usage }

    private func parsed(_ target: String) throws -> ParsedLine? {
        let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET \#(target) HTTP/1.1" 200 1048576 "-" "Firefox""#
        return try parseline(LogMessage(service: "repo.example", line: Array(line.utf8)))
    }
}
