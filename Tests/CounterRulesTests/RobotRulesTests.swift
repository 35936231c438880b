import CounterRules
import PluginAPI
import Testing

/// The rules of matching, with small lists.
@Suite struct RobotRulesTests {
    private func lists(_ robots: String?, aiAgents: String? = nil) throws -> UserAgentLists {
        UserAgentLists(
            robots: try robots.map { try PatternList($0, source: "list", option: "robots") },
            aiAgents: try aiAgents.map { try PatternList($0, source: "list", option: "ai_agents") })
    }

    private func contains(_ list: String, _ agent: String) throws -> Bool {
        try lists(list).verdict(on: Array(agent.utf8)[...]).kind == .robot
    }

    @Test(arguments: [
        ("bot", "aBOTb", true), ("BOT", "robot", true), ("bot", "bo t", false),
        ("he\nshe\nhers", "xshx", false), ("he\nshe\nhers", "ushers", true), ("abcd\nbc", "xabcx", true),
        ("abab", "ababab", true), ("aab", "aaab", true), ("curl\\/", "curl/8", true), ("curl\\/", "curl8", false),
        ("a\\.b", "axb", false), ("a.b", "axb", true), ("^bot", "a bot", false), ("bot$", "robot", true),
        ("[a]fish", "Afish", true), ("破解", "x破解y", true), ("bot", "caf\u{e9} bot", true), ("a\\d", "a5", true),
    ])
    func searchesUnanchoredWhateverTheCase(list: String, agent: String, expected: Bool) throws {
        #expect(try contains(list, agent) == expected)
    }

    @Test(arguments: [
        ("he\nshe\nhers", "ushers", "he"), ("hers\nshe\nhe", "ushers", "hers"), ("x\nb.t\nbot", "bot", "b.t"),
        ("bot\nb.t", "bot", "bot"), ("a.*z\nabc\nb", "abcz", "a.*z"), ("q\nBOT", "bot", "BOT"), ("^.?$", "-", "^.?$"),
        ("x", "", "no user agent"),
    ])
    func namesTheFirstPatternOfTheList(list: String, agent: String, expected: String) throws {
        #expect(try lists(list).verdict(on: Array(agent.utf8)[...]).pattern == expected)
    }

    @Test func takesNoUserAgentForARobot() throws {
        #expect(try contains("bot", ""))
        #expect(try contains("bot", "-"))
        #expect(try !contains("bot", "--"))
    }

    @Test func remembersManyVerdictsRightly() throws {
        let list = try lists("bot7$")
        for round in 0..<2 {
            for number in 0..<10_000 {
                let isRobot = try list.verdict(on: Array("agent bot\(number)".utf8)[...]) != .person
                #expect(isRobot == (number == 7), "round \(round), \(number)")
            }
        }
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000) + Array("bot7".utf8)
        #expect(try list.verdict(on: long[...]).pattern == "bot7$")
    }

    /// Each twice, since verdicts are remembered.
    @Test(
        arguments: [
            ("bot", "agent", "AI agent", UserAgentVerdict(.aiAgent, pattern: "agent")),
            ("bot", "agent", "robot", UserAgentVerdict(.robot, pattern: "bot")),
            ("bot", "agent", "both agent and bot", UserAgentVerdict(.aiAgent, pattern: "agent")),
            ("x\nbot", "y\nz\nagent.", "bot agent1", UserAgentVerdict(.aiAgent, pattern: "agent.")),
            ("bot", "agent", "browser", .person),
            ("bot", "agent", "-", UserAgentVerdict(.robot, pattern: "no user agent")),
            (nil, "agent", "", .person), (nil, "agent", "bot", .person),
            (nil, "agent", "Agent", UserAgentVerdict(.aiAgent, pattern: "agent")),
            ("agent", nil, "Agent", UserAgentVerdict(.robot, pattern: "agent")),
        ] as [(String?, String?, String, UserAgentVerdict)])
    func tellsAIAgentsFromRobots(robots: String?, aiAgents: String?, agent: String, expected: UserAgentVerdict) throws {
        let lists = try lists(robots, aiAgents: aiAgents)
        for _ in 1...2 { #expect(try lists.verdict(on: Array(agent.utf8)[...]) == expected) }
    }

    @Test func readsTheVersionFromAComment() throws {
        let list = try PatternList("# counter-robots 2025.11\r\nbot\r\n\r\n", source: "list", option: "robots")
        #expect(list.version == "counter-robots 2025.11")
        #expect(list.patterns == ["bot"])
    }

    @Test func namesTheLineOfABadPattern() {
        #expect(throws: PluginError.option("robots", "list:2: missing closing parenthesis at column 3")) {
            try PatternList("bot\n(a", source: "list", option: "robots")
        }
        #expect(throws: PluginError.option("ai_agents", "the list /nowhere/list cannot be read")) {
            try PatternList(file: "/nowhere/list", option: "ai_agents")
        }
    }
}
