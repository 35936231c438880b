import PluginAPI
import PluginTestKit
import Testing

/// Options of a service, with a robots list of its own.
func settings(_ options: [String: String]) -> PluginSettings {
    PluginSettings(service: "repo.example", options: options, tools: ToolsWithSmallList())
}

/// The real patterns and formats; of user agents, `bot` and none are robots, and `agent` is an AI agent.
private struct ToolsWithSmallList: PluginTools {
    var wantsUsesOfRobots = true

    private final class Lists: UserAgentClassifier {
        private let robots: Bool
        private let aiAgents: Bool

        init(robots: Bool, aiAgents: Bool) { (self.robots, self.aiAgents) = (robots, aiAgents) }

        func verdict(on userAgent: ArraySlice<UInt8>) -> UserAgentVerdict {
            switch String(decoding: userAgent, as: UTF8.self) {
            case "" where robots: UserAgentVerdict(.robot, pattern: "no user agent")
            case "bot" where robots: UserAgentVerdict(.robot, pattern: "bot")
            case "agent" where aiAgents: UserAgentVerdict(.aiAgent, pattern: "agent")
            default: .person
            }
        }

        func version(of kind: UserAgentClass) -> String? { nil }
    }

    func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern {
        try TestTools().pattern(expression, ignoringCase: ignoringCase)
    }
    func lineFormat(_ name: String) throws -> any LineFormat { try TestTools().lineFormat(name) }
    var addressDigests: any AddressDigests { TestTools().addressDigests }
    func userAgents(robots: Bool, aiAgents: Bool) throws -> any UserAgentClassifier {
        Lists(robots: robots, aiAgents: aiAgents)
    }
}

@Suite struct WebLogTests {
    private func parse(
        _ request: String, status: Int = 200, agent: String = "Firefox", _ options: [String: String] = [:]
    ) throws -> (line: ParsedLine, openURL: OpenURLParams?) {
        let web = try WebLog(
            settings: settings(["base_url": "https://repo.example/"].merging(options) { $1 }))
        let text =
            #"[::ffff:192.0.2.44]:80 - - [15/Jun/2024:13:35:07 +0100] "\#(request)" \#(status) 10 "-" "\#(agent)""#
        let line = try web.parse(LogMessage(service: "repo.example", line: Array(text.utf8))) { target in
            target.text.starts(with: "/files/".utf8)
                ? web.request(of: "1", part: "a", page: "/items/1", target) : .notAnItem
        }
        return (try #require(line), try #require(line.map { try web.openURLParams($0) }))
    }

    @Test func measuresUsesThatCount() throws {
        let options = ["measure": "bytes duration"]
        let (line, _) = try parse("GET /files/a HTTP/1.1", options)
        #expect(line.measurements == [Measurement(name: "bytes", value: 10, unit: "bytes", kind: "gauge")])
        for (request, status, agent) in [
            ("GET /about HTTP/1.1", 200, "Firefox"), ("GET /files/a HTTP/1.1", 404, "Firefox"),
            ("GET /files/a HTTP/1.1", 200, "bot"),
        ] {
            #expect(try parse(request, status: status, agent: agent, options).line.measurements.isEmpty)
        }
        #expect(try parse("GET /files/a HTTP/1.1").line.measurements.isEmpty)
        #expect(throws: PluginError.option("measure", "'time' cannot be measured; what can is duration, bytes")) {
            try parse("GET / HTTP/1.1", ["measure": "time"])
        }
    }

    @Test func givesAUse() throws {
        let (line, openURL) = try parse("GET /files/a%20b.pdf?x=1 HTTP/1.1")
        #expect(line.exclusion == nil)
        #expect(line.text(line.ip) == "192.0.2.44")
        let params = try #require(openURL)
        #expect(params.event == .request)
        #expect(params.time.rfc3339 == "2024-06-15T12:35:07Z")
        #expect(params.item == "oai:repo.example:1")
        #expect(String(decoding: params.url, as: UTF8.self) == "https://repo.example/files/a%20b.pdf?x=1")
        #expect(params.itemURL.map { String(decoding: $0, as: UTF8.self) } == "https://repo.example/items/1")
        #expect(params.repository == "repo.example")
        #expect(params.format == "application/pdf")
        #expect(params.referer.isEmpty)
        #expect(String(decoding: params.ip, as: UTF8.self) == "192.0.2.44")
    }

    @Test(arguments: [
        ("HEAD /files/a HTTP/1.1", 200, "Firefox", "method HEAD"),
        ("HEAD /files/a HTTP/1.1", 404, "bot", "method HEAD"),
        ("-", 408, "", "method"), ("GET /files/a HTTP/1.1", 206, "Firefox", "status 206"),
        ("GET /files/a HTTP/1.1", 404, "bot", "status 404"), ("GET /files/a HTTP/1.1", 304, "bot", "robot"),
        ("GET /files/a HTTP/1.1", 200, "-", "robot"), ("GET /b HTTP/1.1", 200, "bot", "robot"),
        ("GET /files/a HTTP/1.1", 200, "agent", "AI agent"), ("GET /b HTTP/1.1", 200, "agent", "AI agent"),
        ("GET /b HTTP/1.1", 200, "Firefox", "not an item"),
    ])
    func saysWhyALineDoesNotCount(request: String, status: Int, agent: String, exclusion: String) throws {
        let (line, openURL) = try parse(request, status: status, agent: agent)
        #expect(line.exclusion?.description == exclusion)
        #expect(openURL == nil)
        #expect((line.agent == .person) == (agent == "Firefox"))
    }

    @Test func doesNotLookWhatARobotUsedWhereNobodyAsks() throws {
        let options = ["base_url": "https://repo.example", "format": "combined"]
        let web = try WebLog(
            settings: PluginSettings(
                service: "repo.example", options: options, tools: ToolsWithSmallList(wantsUsesOfRobots: false)))
        let text = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET /files/a HTTP/1.1" 200 10 "-" "bot""#
        let message = LogMessage(service: "repo.example", line: Array(text.utf8))
        let line = try #require(
            try web.parse(message) { _ in
                Issue.record("the target was classified")
                return .notAnItem
            })
        #expect(line.exclusion == .robot)
        #expect(line.agent == UserAgentVerdict(.robot, pattern: "bot"))
        #expect(try web.openURLParams(line) == nil)
    }

    @Test func keepsTheUseOfARobot() throws {
        #expect(try parse("GET /files/a HTTP/1.1", agent: "bot").line.usage?.item == "oai:repo.example:1")
        #expect(try parse("GET /files/a HTTP/1.1", status: 206).line.usage == nil)
    }

    @Test(arguments: [("mark", true), ("keep", false)])
    func sendsRobotsWhereItIsTold(rule: String, marked: Bool) throws {
        let (line, openURL) = try parse("GET /files/a HTTP/1.1", agent: "bot", ["robots": rule])
        #expect(line.exclusion == nil)
        #expect((line.agent.kind == .robot) == marked)
        #expect(openURL != nil)
    }

    /// AI agents go the way of robots unless told otherwise.
    @Test(
        arguments: [
            ("skip", nil, "agent", "AI agent", UserAgentClass.aiAgent), ("skip", "mark", "agent", nil, .aiAgent),
            ("skip", "keep", "agent", nil, .person), ("mark", nil, "agent", nil, .aiAgent),
            ("mark", "skip", "agent", "AI agent", .aiAgent), ("keep", nil, "agent", nil, .person),
            ("keep", "skip", "agent", "AI agent", .aiAgent), ("keep", "skip", "bot", nil, .person),
            ("mark", "skip", "bot", nil, .robot), ("skip", "keep", "bot", "robot", .robot),
        ] as [(String, String?, String, String?, UserAgentClass)])
    func treatsAIAgentsAsItIsTold(
        robots: String, aiAgents: String?, agent: String, exclusion: String?, kind: UserAgentClass
    ) throws {
        var options = ["robots": robots]
        options["ai_agents"] = aiAgents
        let (line, openURL) = try parse("GET /files/a HTTP/1.1", agent: agent, options)
        #expect(line.exclusion?.description == exclusion)
        #expect((openURL == nil) == (exclusion != nil))
        #expect(line.agent.kind == kind)
    }

    @Test func takesStatusesAndMethodsFromTheOptions() throws {
        let options = ["statuses": "200, 206", "methods": "GET POST"]
        #expect(try parse("POST /files/a HTTP/1.1", status: 206, options).openURL != nil)
        #expect(try parse("GET /files/a HTTP/1.1", status: 304, options).openURL == nil)
    }

    @Test(arguments: [
        ("GET http://repo.example/files/a?b HTTP/1.1", "https://repo.example/files/a?b"),
        ("GET HTTPS://repo.example:443/files/a HTTP/1.1", "https://repo.example/files/a"),
        ("GET /files/a#page=2 HTTP/1.1", "https://repo.example/files/a"),
        ("GET /files/http://x/ HTTP/1.1", "https://repo.example/files/http://x/"),
    ])
    func makesAddressesOfTargets(request: String, address: String) throws {
        #expect(try parse(request).openURL.map { String(decoding: $0.url, as: UTF8.self) } == address)
    }

    @Test(arguments: ["files/a", "@evil.example/files/a", ":80/files/a", "?files/a", "http://other.example"])
    func keepsItsHostWhateverTheTarget(target: String) throws {
        let web = try WebLog(settings: settings(["base_url": "https://repo.example"]))
        let bytes = Array(target.utf8)
        let address = web.address(of: Target(bytes, url: 0..<bytes.count))
        #expect(String(decoding: address, as: UTF8.self).hasPrefix("https://repo.example/"))
    }

    @Test(arguments: [("1826/936", "1826/936"), ("a b\u{0}\u{1f}\u{7f}é", "a%20b%00%1F%7Fé")])
    func makesIdentifiersThatOAIAllows(local: String, item: String) throws {
        let web = try WebLog(settings: settings(["base_url": "https://repo.example"]))
        #expect(web.item(local) == "oai:repo.example:\(item)")
    }

    @Test(arguments: [
        ([:], "base_url: is missing"),
        (["base_url": "repo.example"], "base_url: 'repo.example' is not http://HOST or https://HOST"),
        (["base_url": "https://"], "base_url: 'https://' is not http://HOST or https://HOST"),
        (["base_url": "https://h", "robots": "no"], "robots: 'no' is none of skip, mark, keep"),
        (["base_url": "https://h", "ai_agents": "yes"], "ai_agents: 'yes' is none of skip, mark, keep"),
        (
            ["base_url": "https://h", "anonymise": "md5"],
            "anonymise: md5 needs a salt: anyone can hash all addresses without one"
        ),
        (["base_url": "https://h", "statuses": "200 2o4"], "statuses: '2o4' is no status"),
        (["base_url": "https://h", "methods": " "], "methods: is missing"),
        (
            ["base_url": "https://h", "format": "iis zone=x"],
            "format: zone 'x' is none of machine, UTC and offsets like +0100"
        ),
    ])
    func namesTheOptionAtFault(options: [String: String], description: String) throws {
        let error = try #require(throws: PluginError.self) { try WebLog(settings: settings(options)) }
        #expect(error.description == description)
    }

    @Test(arguments: [
        ("https://user@repo.example:8443/x/", "repo.example"), ("HTTP://h", "h"), ("https://[::1]:8/", "::1"),
    ])
    func readsTheHost(base: String, host: String) throws {
        let web = try WebLog(settings: settings(["base_url": base]))
        #expect(web.host == host)
        #expect(web.oaiPrefix == "oai:\(host)")
    }
}
