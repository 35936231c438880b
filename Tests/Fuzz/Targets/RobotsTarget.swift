import CounterRules
import Patterns

extension FuzzTarget {
    /// The robots list: the automaton, the patterns and the memory of verdicts say together what each pattern says alone.
    static let robots = FuzzTarget("robots") { input in
        let first = try patterns.get().firstIndex { try $0.matches(input[...]) }.map { expressions[$0] }
        for _ in 1...2 {
            let found = try list.get().pattern(foundIn: input[...])
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

    private static let list = Result { try CounterRobots(list: expressions.joined(separator: "\n"), source: "fuzz") }
    private static let patterns = Result { try expressions.map { try CompiledPattern($0, ignoringCase: true) } }
}
