import CounterRules
import PluginAPI
import PluginTestKit
import Testing

@Suite(.enabled(if: PackageRoot.hasRobotsList, "needs data/counter-robots.txt, which set-up fetches"))
struct CounterRobotsTests {
    private let list: CounterRobots

    init() throws { list = try CounterRobots(file: PackageRoot.robotsList) }

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
        #expect(try list.pattern(foundIn: Array(agent.utf8)[...]) != nil)
    }

    @Test(arguments: [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", "PostmanRuntime/7.36.0",
        "node-fetch/1.0 (+https://github.com/node-fetch)", "Dalvik/2.1.0 (Linux; U; Android 9)", "Zotero/6.0",
        "EndNote/X9", "Scopus", "Mozilla/5.0 (compatible; MegaIndex.ru/2.0)",
    ])
    func knowsPeople(agent: String) throws {
        #expect(try list.pattern(foundIn: Array(agent.utf8)[...]) == nil)
    }

    @Test func readsTheWholeList() {
        #expect(list.patterns.count == 327)
        #expect(list.source == PackageRoot.robotsList)
        #expect(list.version?.hasPrefix("counter-robots 20") == true)
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
            let pattern = try list.pattern(foundIn: line.bytes(line.userAgent))
            #expect(pattern.map { "1 \($0)" } ?? "0" == verdict, "\(line.text(line.userAgent))")
        }
    }
}
