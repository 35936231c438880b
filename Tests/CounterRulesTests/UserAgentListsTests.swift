import CounterRules
import FoundationEssentials
import PluginAPI
import PluginTestKit
import Testing

/// The lists as set-up fetches them.
@Suite(.enabled(if: PackageRoot.hasRobotsList, "needs data/counter-robots.txt and ai-agents.txt, which set-up fetches"))
struct UserAgentListsTests {
    private let robots: PatternList
    private let agents: PatternList
    /// COUNTER's list alone.
    private let list: UserAgentLists
    private let both: UserAgentLists

    /// Read once for all tests.
    private static let read = Result {
        (
            robots: try PatternList(file: PackageRoot.robotsList, option: "robots"),
            agents: try PatternList(file: PackageRoot.aiAgentsList, option: "ai_agents")
        )
    }

    init() throws {
        (robots, agents) = try Self.read.get()
        list = UserAgentLists(robots: robots, aiAgents: nil)
        both = UserAgentLists(robots: robots, aiAgents: agents)
    }

    /// Section 3.3 of usage-protocols.md.
    @Test(arguments: [
        "", "-", "Mozilla/5.0", "Mozilla/4.0", "Mozilla", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com)",
        "msnbot/2.0b (+http://search.msn.com/msnbot.htm)", "Mozilla/5.0 (Linux; Android 5.0) (compatible; Bytespider)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)", "CCBot/2.0 (https://commoncrawl.org/faq/)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", "GPTBot/1.0",
        "facebookexternalhit/1.1", "Python-urllib/2.5", "python-requests/2.31", "curl/8.4.0", "Wget/1.21", "wget/1.21",
        "Java/1.8.0_292", "Go-http-client/1.1", "okhttp/4.9.0", "Apache-HttpClient/4.5.13 (Java/11)", "axios/1.6.0",
        "LWP::Simple/6.00", "MyApp/1.0 CFNetwork/1408.0.4 Darwin/22.5.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36",
        "Mozilla/5.0 (compatible; MSIE or Firefox mutant; not on Windows server; +http://ws.daum.net/x) Daumoa/2.0",
        "User-Agent: Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (Linux; Android 11; CUBOT X19)", "破解后的",
    ])
    func knowsRobots(agent: String) throws {
        #expect(try list.verdict(on: Array(agent.utf8)[...]).kind == .robot)
        #expect(try both.verdict(on: Array(agent.utf8)[...]).kind != .person)
    }

    @Test(arguments: [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", "PostmanRuntime/7.36.0",
        "node-fetch/1.0 (+https://github.com/node-fetch)", "Dalvik/2.1.0 (Linux; U; Android 9)", "Zotero/6.0",
        "EndNote/X9", "Scopus", "Mozilla/5.0 (compatible; MegaIndex.ru/2.0)",
    ])
    func knowsPeople(agent: String) throws {
        #expect(try both.verdict(on: Array(agent.utf8)[...]) == .person)
    }

    /// What they fetch for: a model's training, its answers, its user.
    @Test(arguments: [
        "GPTBot/1.0", "CCBot/2.0 (https://commoncrawl.org/faq/)", "meta-externalagent/1.1", "cohere-ai",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)",
        "mozilla/5.0 applewebkit/537.36 (khtml, like gecko; compatible; claude-user/1.0)",
        "Mozilla/5.0 (compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
    ])
    func knowsAIAgents(agent: String) throws {
        #expect(try both.verdict(on: Array(agent.utf8)[...]).kind == .aiAgent)
    }

    @Test func readsTheWholeLists() {
        #expect(robots.patterns.count == 327)
        #expect(robots.version?.hasPrefix("counter-robots 20") == true)
        #expect(agents.patterns.count >= 76)
        #expect(agents.version?.hasPrefix("crawler-user-agents 1.") == true)
        #expect(both.version(of: .robot) == robots.version)
        #expect(both.version(of: .aiAgent) == agents.version)
        #expect(list.version(of: .aiAgent) == nil)
    }

    private static let log = PackageRoot.sharedData("apache-combined-10k.log")

    /// Python's `re` with the same file is the oracle.
    @Test(.enabled(if: log != nil && PythonScript.isAvailable, "needs ../shared/data and python3"))
    func agreesWithPython() throws {
        let log = try #require(Self.log)
        let verdicts = try PythonScript.lines(of: "robot_agents.py", PackageRoot.robotsList, log)
        let format = try TestTools().lineFormat("combined")
        let lines = try PackageRoot.lines(of: log)
        #expect(verdicts.count == lines.count)
        for (bytes, verdict) in zip(lines, verdicts) {
            let line = try #require(try format.parse(LogMessage(service: "", line: bytes)))
            let pattern = try list.verdict(on: line.bytes(line.userAgent)).pattern
            #expect(pattern.map { "1 \($0)" } ?? "0" == verdict, "\(line.text(line.userAgent))")
        }
    }

    /// Python's `re` with the same files is the oracle, and all sample user agents that the crawlers' list brings.
    @Test(
        .enabled(
            if: PackageRoot.crawlerUserAgents != nil && PythonScript.isAvailable,
            "needs data/crawler-user-agents.json, which scripts/setup --tests fetches, and python3"),
        arguments: [UserAgentClass.robot, .aiAgent])
    func agreesWithPythonOnAllSamples(kind: UserAgentClass) throws {
        let file = try #require(PackageRoot.crawlerUserAgents)
        let list = kind == .robot ? PackageRoot.robotsList : PackageRoot.aiAgentsList
        let samples = try JSONDecoder().decode([Crawler].self, from: Data(contentsOf: URL(filePath: file)))
            .flatMap(\.instances)
        let verdicts = try PythonScript.lines(of: "sample_agents.py", list, file)
        try #require(samples.count >= 2_123)
        try #require(verdicts.count == samples.count)
        let lists = UserAgentLists(
            robots: kind == .robot ? robots : nil, aiAgents: kind == .aiAgent ? agents : nil)
        for (sample, verdict) in zip(samples, verdicts) {
            let found = try lists.verdict(on: Array(sample.utf8)[...])
            #expect(found.pattern.map { "1 \($0)" } ?? "0" == verdict, "\(sample)")
        }
        let found = verdicts.count { $0 != "0" }
        #expect(kind == .robot ? found > 1_500 : found > 90, "\(found)")
    }

    /// An entry of the crawlers' list.
    private struct Crawler: Decodable {
        let instances: [String]
    }
}
