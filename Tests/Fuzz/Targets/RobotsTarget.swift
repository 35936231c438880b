import CounterRules
import Patterns
import PluginAPI

extension FuzzTarget {
    /// The robots list: the automaton, the patterns and the memory of verdicts say together what each pattern says alone.
    static let robots = FuzzTarget("robots") { input in
        let first = try patterns.get().firstIndex { try $0.matches(input[...]) }.map { expressions[$0] }
        for _ in 1...2 {
            let found = try list.get().verdict(on: input[...]).pattern
            try require(found == first, "the list finds \(found ?? "none"), its patterns \(first ?? "none")")
        }
    }

    /// One of each kind that COUNTER's list has.
    private static let expressions = [
        "bot", "^IDA$", "^.?$", "[^a]fish", "Acme\\.Spider", "crawl(er|ing)", "java\\/\\d{1,2}\\.",
        "mozilla\\/5\\.0\\s\\(x\\+",
        "ip-web-crawler\\.com", "spid", "pider", "der\\-", "百度", "wget(\\s|\\+)?", "ABCABD",
        "Offline(\\s|\\+)?Navigator",
    ]

    private static let list = Result {
        UserAgentLists(
            robots: try PatternList(expressions.joined(separator: "\n"), source: "fuzz", option: "robots"),
            aiAgents: nil)
    }
    private static let patterns = Result { try expressions.map { try CompiledPattern($0, ignoringCase: true) } }
}
