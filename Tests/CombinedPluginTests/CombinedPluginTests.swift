import CombinedPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct CombinedPluginTests {
    private static let patterns = [
        "request_path": #"^/presentations/([^/?]+\.pdf)"#, "investigation_path": #"^/blog/([^?]+?)/?(?:\?|$)"#,
    ]

    @Test(arguments: [
        ("/presentations/a.pdf", "R oai:repo.example:a.pdf"),
        ("/presentations/a%20b.pdf?x", "R oai:repo.example:a%20b.pdf"),
        ("/PRESENTATIONS/a.PDF", "not an item"), ("/presentations/a/b.pdf", "not an item"),
        ("/blog/2011/07/x/", "I oai:repo.example:2011/07/x"), ("/blog/x?page=2", "I oai:repo.example:x"),
        ("/blog/", "not an item"), ("/", "not an item"),
    ])
    func findsItemsByTheFirstGroup(target: String, verdict: String) throws {
        #expect(try CombinedPlugin(settings: .testing(Self.patterns)).verdict(on: target) == verdict)
    }

    @Test func searchesTheQueryToo() throws {
        let plugin = try CombinedPlugin(settings: .testing(["investigation_path": "[?&]persistentId=([^&#]+)"]))
        #expect(
            try plugin.verdict(on: "/dataset.xhtml?v=1&persistentId=doi%3A10.7910%2FDVN%2FABC")
                == "I oai:repo.example:doi%3A10.7910%2FDVN%2FABC")
    }

    @Test func prefersTheRequest() throws {
        let plugin = try CombinedPlugin(settings: .testing(["request_path": "/(a)", "investigation_path": "/(.)"]))
        #expect(try plugin.verdict(on: "/a") == "R oai:repo.example:a")
        #expect(try plugin.verdict(on: "/b") == "I oai:repo.example:b")
    }

    private func use(_ target: String, _ options: [String: String]) throws -> ItemUsage? {
        let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET \#(target) HTTP/1.1" 200 1 "-" "Firefox""#
        return try CombinedPlugin(settings: .testing(options))
            .parseline(LogMessage(service: "repo.example", line: Array(line.utf8)))?.usage
    }

    @Test func fillsTemplates() throws {
        let options = [
            "request_path": "^/(?P<kind>[a-z]+)/([^/]+)/(?<file>.+)", "item": "{kind}:{2}", "url": "/{1}/{2}/",
            "oai_prefix": "oai:r",
        ]
        let usage = try #require(try use("/thesis/4%202/a%20b.pdf?x=1", options))
        #expect(usage.item == "oai:r:thesis:4%202")
        #expect(usage.itemURL == Array("https://repo.example/thesis/4%202/".utf8))
        #expect(usage.fileURL == Array("https://repo.example/thesis/4%202/a%20b.pdf?x=1".utf8))
    }

    @Test func takesWholeAddressesForPages() throws {
        let options = ["investigation_path": "^/([0-9]+)", "url": "https://www.example/record/{1}"]
        let usage = try #require(try use("/42?x", options))
        #expect(usage.itemURL == Array("https://www.example/record/42".utf8))
        #expect(usage.fileURL == nil)
    }

    @Test func givesTheUsedAddressAsThePageWithoutATemplate() throws {
        let usage = try #require(try use("/42?x", ["investigation_path": "^/([0-9]+)"]))
        #expect(usage.itemURL == Array("https://repo.example/42?x".utf8))
    }

    @Test(arguments: [
        ([:], "request_path: is missing, and so is investigation_path: nothing would count"),
        (["request_path": "(a"], "request_path: missing closing parenthesis at column 3"),
        (["investigation_path": "[a"], "investigation_path: missing terminating ] for character class at column 3"),
        (["request_path": "a"], "item: request_path has no group {1}"),
        (["request_path": "(a)", "item": "{x}"], "item: request_path has no group {x}"),
        (["request_path": "(a)", "item": "{1"], "item: '{' without '}' in '{1'"),
        (["request_path": "(a)", "url": "/{2}"], "url: request_path has no group {2}"),
        (["request_path": "(a)", "base_url": ""], "base_url: is missing"),
    ])
    func namesTheOptionAtFault(options: [String: String], description: String) throws {
        let error = try #require(throws: PluginError.self) { try CombinedPlugin(settings: .testing(options)) }
        #expect(error.description == description)
    }

    private static let log = PackageRoot.sharedData("apache-combined-10k.log")

    /// `awk '$6 == "\"GET" && ($9 == 200 || $9 == 304) && $7 ~ /^\/presentations\/[^\/?]+\.pdf/'` counts the same.
    @Test(.enabled(if: log != nil, "needs ../shared/data")) func countsARealLog() throws {
        let plugin = try CombinedPlugin(settings: .testing(Self.patterns))
        var requests = 0
        for bytes in try PackageRoot.lines(of: try #require(Self.log)) {
            let line = try #require(try plugin.parseline(LogMessage(service: "repo.example", line: bytes)))
            if let params = try plugin.openURLParams(line), params.event == .request { requests += 1 }
        }
        #expect(requests == 1)
    }
}
