import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// The four lines that the original daemon was tested with, and what usage-protocols.md derives from them.
@Suite(.enabled(if: PackageRoot.sharedData("ora-access.log") != nil, "needs ../shared/data"))
struct OriginalLinesTests {
    /// What the `ora` plugin is to find in a line.
    private struct Found: Equatable {
        var time: String
        var ip: String
        var item: String?
        var datastream: String?
    }

    private static let found = [
        Found(
            time: "2010-03-16T12:31:14Z", ip: "207.46.204.228",
            item: "uuid:8fc817c9-9dd9-448a-9961-872bb07a138b", datastream: "ATTACHMENT01"),
        Found(time: "2010-03-16T12:31:15Z", ip: "116.125.141.4"),
        Found(
            time: "2009-03-31T12:56:54Z", ip: "195.171.182.14",
            item: "uuid:054790ca-08eb-4365-af4b-79748fab1fd9", datastream: "ATTACHMENT01"),
        Found(
            time: "2009-04-01T00:14:27Z", ip: "75.26.142.230",
            item: "uuid:c2c638d3-fc6c-4dd1-85c8-682f3e9f40a2", datastream: "ATTACHMENT02"),
    ]

    private static let host = "ora.ouls.ox.ac.uk"

    private func log() throws -> String { try #require(PackageRoot.sharedData("ora-access.log")) }

    /// The OpenURL of a line that is one, in the R5 profile (F15).
    private static func openURL(_ found: Found, agent: String, referer: String) throws -> [String: String] {
        let item = try #require(found.item)
        let path = item.replacing(":", with: "%3A")
        return [
            "url_ver": "Z39.88-2004", "url_tim": found.time, "req_id": found.ip, "req_dat": agent,
            "rft.artnum": "oai:\(host):\(item)",
            "svc_dat": "http://\(host)/objects/\(path)/datastreams/\(try #require(found.datastream))",
            "rfr_dat": referer, "rfr_id": host, "rft_dat": "Request",
        ]
    }

    private static func openURLs() throws -> [[String: String]] {
        [
            try openURL(found[0], agent: "msnbot/2.0b (+http://search.msn.com/msnbot.htm)", referer: ""),
            try openURL(found[2], agent: "Python-urllib/2.5", referer: ""),
            try openURL(
                found[3],
                agent: "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; GTB5; .NET CLR 1.1.4322; "
                    + ".NET CLR 2.0.50727; MS-RTC LM 8)",
                referer: "http://www.google.com/search?hl=en&q=dusp+gene+family&aq=f&oq="),
        ]
    }

    @Test("plugins try ora --json shows their times, addresses, ids, datastreams and OpenURLs")
    func tried() throws {
        let directory = try TemporaryDirectory()
        let outcome = shell(
            "'\(try builtProgram("loglines"))' plugins try ora '\(try log())' --json -o robots=keep", in: directory)
        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        let lines = try outcome.output.split(separator: "\n").map {
            try JSONDecoder().decode(TriedLine.self, from: Data($0.utf8))
        }
        let found = lines.map { line in
            Found(
                time: line.parsed.time, ip: line.parsed.ip,
                item: line.parsed.item?.replacing("oai:\(Self.host):", with: ""),
                datastream: line.parsed.file_url?.split(separator: "/").last.map(String.init))
        }
        #expect(found == Self.found)
        #expect(lines.map(\.parsed.event) == ["Request", nil, "Request", "Request"])
        #expect(lines.map { $0.error ?? "" } == ["", "", "", ""])
        try #expect(lines.compactMap(\.openurl) == Self.openURLs())
    }

    @Test("Through the pipeline the tracker gets the same OpenURLs, and the line that is no item goes to other.log")
    func sent() throws {
        let site = try Site(service: "plugin = ora\nrobots = keep")
        try copyLog(site)
        try site.start()
        try site.settle(4)
        let accepted = site.tracker.accepted.sorted { $0["url_tim", default: ""] > $1["url_tim", default: ""] }
        var expected = try Self.openURLs().map { openURL in
            // The service has addresses of its own.
            openURL.mapValues { $0.replacing("http://\(Self.host)", with: "http://repo.example") }
                .mapValues { $0.replacing("oai:\(Self.host)", with: "oai:repo.example") }
        }
        for index in expected.indices { expected[index]["rfr_id"] = "repo.example" }
        #expect(accepted == [expected[0], expected[2], expected[1]])
        #expect(site.count("logs/articles.log") == 3)
        #expect(site.directory.read("logs/other.log")?.contains("/relationships?format=xml") == true)
        try site.expectNothingLostOrDoubled()
    }

    @Test("In the 2010 profile none is for the tracker: there is neither a DOI nor journal metadata (F16)")
    func originalProfile() throws {
        let site = try Site(service: "plugin = ora\nrobots = keep", forwarder: ["protocol": "pirus2"])
        try copyLog(site)
        try site.start()
        try site.settle(4)
        #expect(site.tracker.accepted == [])
        #expect(site.count("logs/other.log") == 4)
        try site.expectNothingLostOrDoubled()
    }

    private func copyLog(_ site: Site) throws {
        try #require(shell("cp '\(try log())' in/access.log", in: site.directory).code == 0)
    }
}

/// A line of `plugins try --json`, with the names of the contract.
private struct TriedLine: Decodable {
    struct Parsed: Decodable {
        let time: String
        let ip: String
        let item: String?
        let event: String?
        let file_url: String?
    }

    let parsed: Parsed
    let openurl: [String: String]?
    let error: String?
}
