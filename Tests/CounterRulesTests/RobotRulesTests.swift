import CounterRules
import PluginAPI
import Testing

/// The rules of matching, with small lists.
@Suite struct RobotRulesTests {
    private func contains(_ list: String, _ agent: String) throws -> Bool {
        try CounterRobots(list: list, source: "list").pattern(foundIn: Array(agent.utf8)[...]) != nil
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
        #expect(try CounterRobots(list: list, source: "list").pattern(foundIn: Array(agent.utf8)[...]) == expected)
    }

    @Test func takesNoUserAgentForARobot() throws {
        #expect(try contains("bot", ""))
        #expect(try contains("bot", "-"))
        #expect(try !contains("bot", "--"))
    }

    @Test func remembersManyVerdictsRightly() throws {
        let list = try CounterRobots(list: "bot7$", source: "list")
        for round in 0..<2 {
            for number in 0..<10_000 {
                let isRobot = try list.pattern(foundIn: Array("agent bot\(number)".utf8)[...]) != nil
                #expect(isRobot == (number == 7), "round \(round), \(number)")
            }
        }
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000) + Array("bot7".utf8)
        #expect(try list.pattern(foundIn: long[...]) == "bot7$")
    }

    @Test func readsTheVersionFromAComment() throws {
        let list = try CounterRobots(list: "# counter-robots 2025.11\r\nbot\r\n\r\n", source: "list")
        #expect(list.version == "counter-robots 2025.11")
        #expect(list.patterns == ["bot"])
    }

    @Test func namesTheLineOfABadPattern() {
        #expect(throws: PluginError.option("robots", "list:2: missing closing parenthesis at column 3")) {
            try CounterRobots(list: "bot\n(a", source: "list")
        }
        #expect(throws: PluginError.option("robots", "the robots list /nowhere/list cannot be read")) {
            try CounterRobots(file: "/nowhere/list")
        }
    }
}
