import OraPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct OraPluginTests {
    private static let id = "c2c638d3-fc6c-4dd1-85c8-682f3e9f40a2"

    private func parse(_ line: [UInt8], _ options: [String: String] = [:]) throws -> (
        line: ParsedLine, openURL: OpenURLParams?
    ) {
        let settings = PluginSettings(
            service: "ora", options: ["robots": "keep"].merging(options) { $1 }, tools: TestTools())
        let plugin = try OraPlugin(settings: settings)
        let parsed = try #require(try plugin.parseline(LogMessage(service: "ora", line: line)))
        return (parsed, try plugin.openURLParams(parsed))
    }

    /// Sections 6.2 and 6.3 of usage-protocols.md.
    @Test(arguments: [
        ("/objects/uuid%3A\(id)/datastreams/ATTACHMENT02", "R oai:ora.example:uuid:\(id)"),
        ("/objects/uuid%253A\(id)/datastreams/ATTACHMENT02", "R oai:ora.example:uuid:\(id)"),
        ("/objects/uuid:\(id)/datastreams/ATTACHMENT02/content?x=1", "R oai:ora.example:uuid:\(id)"),
        ("/objects/uuid%3a\(id)/datastreams/ATTACHMENT02/", "R oai:ora.example:uuid:\(id)"),
        ("/objects/ora:1234/datastreams/ATTACHMENT01", "R oai:ora.example:ora:1234"),
        ("/objects/hdl:12-34/datastreams/ATTACHMENT01", "R oai:ora.example:hdl:12-34"),
        ("/objects/uuid%3A\(id)/datastreams/MODS", "metadata"),
        ("/objects/uuid%3A\(id)/datastreams/mods/content", "metadata"),
        ("/objects/uuid%3A\(id)/datastreams/RELS-EXT?x", "metadata"),
        ("/objects/uuid%3A\(id)/datastreams/MODSX", "R oai:ora.example:uuid:\(id)"),
        ("/objects/uuid%3A\(id)/datastreams/FULLTEXT", "extracted text"),
        ("//objects//uuid%3A\(id)/datastreams/ATTACHMENT02", "R oai:ora.example:uuid:\(id)"),
        ("/objects/uuid%3A\(id)/relationships?format=xml", "API"),
        ("/objects/uuid%3A\(id)/datastreams?format=xml", "API"), ("/fedora/objects/uuid:\(id)", "API"),
        ("/fedora/get/demo:5/PDF", "R oai:ora.example:demo:5"),
        ("/fedora/get/demo%3A5/MODS", "metadata"), ("/fedora/get/demo:5", "API"),
        ("/fedora/objects/demo:5/datastreams/PDF/content?x=1", "R oai:ora.example:demo:5"),
        ("/fedora/objects/demo:5/datastreams/PDF", "API"),
        ("/search?q=x", "search"), ("/favicon.ico", "static file"),
        ("/objects/uuid%3A\(id)", "I oai:ora.example:uuid:\(id)"),
        ("/objects/uuid%3A\(id)/", "I oai:ora.example:uuid:\(id)"),
        ("/objects/doi%3A\(id)", "not an item"), ("/objects/uuid%3A[\\]", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        let settings = PluginSettings.testing(["base_url": "http://ora.example", "format": "combined"])
        #expect(try OraPlugin(settings: settings).verdict(on: target) == verdict)
    }

    /// F15 of section 9: the line of section 8.14.
    @Test func givesTheValuesOfTheOriginalsLine() throws {
        let line =
            #"2009-04-01 01:14:28,301,301 INFO  [wsgi] 192.0.2.142 - - [01/Apr/2009:01:14:27 +0100] "GET /objects/uuid%3A\#(Self.id)/datastreams/ATTACHMENT02 HTTP/1.1" 200 375650 "http://www.example.com/search?q=x" "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)""#
        let (parsed, openURL) = try parse(Array(line.utf8))
        #expect(parsed.usage?.part == "ATTACHMENT02")
        let params = try #require(openURL)
        #expect(params.event == .request)
        #expect(params.time.rfc3339 == "2009-04-01T00:14:27Z")
        #expect(params.loggerTime == "2009-04-01T01:14:28,301,301")
        #expect(params.item == "oai:ora.ouls.ox.ac.uk:uuid:\(Self.id)")
        #expect(params.itemURL == Array("http://ora.ouls.ox.ac.uk/objects/uuid:\(Self.id)".utf8))
        #expect(
            params.url == Array("http://ora.ouls.ox.ac.uk/objects/uuid%3A\(Self.id)/datastreams/ATTACHMENT02".utf8))
        #expect(params.repository == "ora.ouls.ox.ac.uk")
        #expect(params.needsCitation)
        #expect(params.citation == nil)
    }

    private static let log = PackageRoot.sharedData("ora-access.log")

    @Test(.enabled(if: log != nil, "needs ../shared/data")) func readsTheOriginalsTestLines() throws {
        let results = try PackageRoot.lines(of: try #require(Self.log)).map { bytes in
            let (line, _) = try parse(bytes)
            return [
                line.time.rfc3339, line.loggerTime ?? "", line.text(line.ip), line.usage?.item ?? "",
                line.usage?.part ?? "",
                line.exclusion?.description ?? "",
            ]
        }
        #expect(
            results == [
                [
                    "2010-03-16T12:31:14Z", "2010-03-16T13:31:15,239,239", "207.46.204.228",
                    "oai:ora.ouls.ox.ac.uk:uuid:8fc817c9-9dd9-448a-9961-872bb07a138b", "ATTACHMENT01", "",
                ],
                ["2010-03-16T12:31:15Z", "2010-03-16T13:31:15,794,794", "116.125.141.4", "", "", "API"],
                [
                    "2009-03-31T12:56:54Z", "2009-03-31T13:56:55,666,666", "195.171.182.14",
                    "oai:ora.ouls.ox.ac.uk:uuid:054790ca-08eb-4365-af4b-79748fab1fd9", "ATTACHMENT01", "",
                ],
                [
                    "2009-04-01T00:14:27Z", "2009-04-01T01:14:28,301,301", "75.26.142.230",
                    "oai:ora.ouls.ox.ac.uk:uuid:c2c638d3-fc6c-4dd1-85c8-682f3e9f40a2", "ATTACHMENT02", "",
                ],
            ])
    }

    /// Of the original's four lines a robot asked for three.
    @Test(.enabled(if: log != nil && PackageRoot.hasRobotsList, "needs ../shared/data and data/counter-robots.txt"))
    func leavesOutRobots() throws {
        let sent = try PackageRoot.lines(of: try #require(Self.log)).map {
            try parse($0, ["robots": "skip"]).openURL != nil
        }
        #expect(sent == [false, false, false, true])
    }
}
