import EprintsPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct EprintsPluginTests {
    /// Section 6.3 of usage-protocols.md.
    @Test(arguments: [
        ("/123/", "I oai:repo.example:123"), ("/id/eprint/123/", "I oai:repo.example:123"),
        ("/0123/", "I oai:repo.example:123"), ("/123/index.html", "I oai:repo.example:123"), ("/123", "not an item"),
        ("/123/1/file.pdf", "R oai:repo.example:123"), ("/id/eprint/123/1/file.pdf", "R oai:repo.example:123"),
        ("/123/01/file.pdf?x=y", "R oai:repo.example:123"),
        ("/123/1.haslightboxThumbnailVersion/file.pdf", "thumbnail"),
        ("/123/1.hassmallThumbnailVersion/file.pdf", "thumbnail"), ("/123/2/indexcodes.txt", "extracted text"),
        ("/id/eprint/123/contents", "API"), ("/cgi/export/eprint/123/DC/x.txt", "metadata"),
        ("//123//", "I oai:repo.example:123"), ("/123//1/file.pdf", "R oai:repo.example:123"),
        ("/id/eprint/123/1.haspreviewThumbnailVersion/a.jpg", "thumbnail"),
        ("/123/1.hasindexcodesVersion/indexcodes.txt", "extracted text"),
        ("/123/1.hasvideo_mp4Version/a.mp4", "derivative"),
        ("/cgi/latest_tool?output=RSS2", "feed"), ("/cgi/search/simple?q=x", "search"),
        ("/cgi/search/archive/advanced/export_repo_BibTeX.bib?q=x", "metadata"),
        ("/cgi/search/archive/simple?q=x&output=Atom", "feed"), ("/view/subjects/", "browse"),
        ("/cgi/oai2?verb=Identify", "harvesting"), ("/cgi/stats/report", "statistics"), ("/cgi/users/login", "login"),
        ("/cgi/users/home?screen=Items", "editing"), ("/rest/eprint/123.xml", "API"), ("/id/document/5", "API"),
        ("/style/logo.png", "static file"), ("/123/1/", "not an item"),
        ("/2024/", "I oai:repo.example:2024"), ("/000/", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try EprintsPlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }
}

/// The end-to-end vectors of section 9 that end at the OpenURL's values.
@Suite(.enabled(if: PackageRoot.hasRobotsList, "needs data/counter-robots.txt, which set-up fetches"))
struct EprintsVectorTests {
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"

    private func parse(
        _ request: String, _ status: Int, ip: String = "192.0.2.44", referer: String = "-", agent: String = firefox
    ) throws -> (line: ParsedLine, openURL: OpenURLParams?) {
        let plugin = try EprintsPlugin(
            settings: .testing(["base_url": "https://eprints.example.ac.uk", "robots": "skip"]))
        let line =
            #"\#(ip) - - [15/Jun/2024:13:35:07 +0100] "\#(request) HTTP/1.1" \#(status) 1048576 "\#(referer)" "\#(agent)""#
        let parsed = try plugin.parseline(LogMessage(service: "eprints.example.ac.uk", line: Array(line.utf8)))
        return (try #require(parsed), try plugin.openURLParams(try #require(parsed)))
    }

    @Test func vectorT1() throws {
        let referer = "https://scholar.google.com/scholar?q=a&b=c"
        let params = try #require(try parse("GET /123/1/thesis%20final.pdf", 200, referer: referer).openURL)
        var expected = OpenURLParams(
            event: .request, time: params.time, ip: Array("192.0.2.44".utf8), userAgent: Array(Self.firefox.utf8),
            referer: Array(referer.utf8), item: "oai:eprints.example.ac.uk:123",
            itemURL: Array("https://eprints.example.ac.uk/123/".utf8),
            url: Array("https://eprints.example.ac.uk/123/1/thesis%20final.pdf".utf8),
            repository: "eprints.example.ac.uk")
        expected.format = "application/pdf"
        #expect(params == expected)
        #expect(params.time.rfc3339 == "2024-06-15T12:35:07Z")
    }

    @Test func landingPage() throws {
        let params = try #require(try parse("GET /123/", 200).openURL)
        #expect(params.event == .investigation)
        #expect(params.url == Array("https://eprints.example.ac.uk/123/".utf8))
        #expect(params.format == nil)
    }

    @Test func notModifiedAndIPv6AndNoReferer() throws {
        #expect(try parse("GET /123/1/thesis.pdf", 304).openURL?.event == .request)
        #expect(try parse("GET /123/1/thesis.pdf", 200, ip: "2001:db8::1").openURL?.ip == Array("2001:db8::1".utf8))
        #expect(try parse("GET /123/1/thesis.pdf", 200).openURL?.referer == [])
    }

    /// F4 to F9.
    @Test(arguments: [
        ("GET /123/1/thesis.pdf", 206, firefox, "status 206"), ("HEAD /123/1/thesis.pdf", 200, firefox, "method HEAD"),
        ("GET /123", 301, firefox, "status 301"),
        ("GET /123/1.haslightboxThumbnailVersion/thesis.pdf", 200, firefox, "thumbnail"),
        ("GET /123/1/thesis.pdf", 200, "curl/8.4.0", "robot"), ("GET /123/1/thesis.pdf", 200, "-", "robot"),
    ])
    func isNotSent(request: String, status: Int, agent: String, exclusion: String) throws {
        let (line, openURL) = try parse(request, status, agent: agent)
        #expect(line.exclusion?.description == exclusion)
        #expect(openURL == nil)
    }
}
