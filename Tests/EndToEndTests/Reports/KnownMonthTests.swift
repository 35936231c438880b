import PluginTestKit
import TestKit
import Testing

/// Months of which it is known what COUNTER counts: the report says exactly that, and so does a program in another language
/// that knows nothing of loglines.
@Suite(.enabled(if: PackageRoot.hasRobotsList, "needs data/counter-robots.txt"))
struct KnownMonthTests {
    private static let request =
        #"^/bitstream/(?:handle/)?(20\.500\.12345/[0-9]+)/(?:[^?]*/)?[^/?]+\.(?:pdf|zip|csv|pptx|txt)(?:\?|$)"#
    private static let investigation = #"^(?:/xmlui)?/handle/(20\.500\.12345/[0-9]+)(?:\?|$)"#

    /// When some lines of traffic begin: around ends of hours, days and months, in a leap year's February too.
    private static let beginnings = [
        "2024-02-29T23:57:00Z", "2024-05-31T23:56:00Z", "2024-06-01T10:20:00Z", "2024-06-03T10:57:30Z",
        "2024-06-09T22:59:00Z", "2024-06-15T12:56:00Z", "2024-06-15T23:57:00Z", "2024-06-20T08:00:00Z",
        "2024-06-24T16:58:20Z", "2024-06-30T23:57:00Z", "2024-07-04T00:00:00Z",
    ]

    @Test("30,000 generated lines around the borders of a month", arguments: ReportedSite.Way.allCases)
    func generated(way: ReportedSite.Way) throws {
        let site = try ReportedSite("request_path = \(Self.request)\ninvestigation_path = \(Self.investigation)")
        let program = try builtProgram("loglines")
        let made = shell(
            Self.beginnings.enumerated().map { number, beginning in
                """
                '\(program)' generate --rate 0 --count 2750 --seed \(number + 11) --start \(beginning) --interval 0.16 \
                --robots 0.3 --output access.log --truth truth.\(number)
                """
            }.joined(separator: " && "), in: site.directory)
        try #require(made.code == 0, "\(made)")
        // A visitor of one beginning is not seen at another: the counts add up.
        var known: [String: Int] = [:]
        for row in Self.beginnings.indices.flatMap({ site.lines(site.directory.read("truth.\($0)") ?? "") }) {
            let parts = row.split(separator: "\t")
            known["oai:repo.example:" + parts[0...2].joined(separator: "\t"), default: 0] += Int(parts[3]) ?? 0
        }
        let truth = known.map { "\($0)\t\($1)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(truth.count > 3_000)
        try site.take("access.log", by: way)
        let counts = try site.counts(from: "2024-02", to: "2024-07")
        expectSame(counts, truth)
        expectSame(
            try site.recount("access.log", request: Self.request, investigation: Self.investigation), truth)
        // One month alone is what the report of several says of it.
        expectSame(
            try site.counts(from: "2024-06", to: "2024-06"), counts.filter { $0.contains("\t2024-06\t") })
    }

    @Test(
        "The real log with the example site's patterns",
        .enabled(if: PackageRoot.sharedData("apache-combined-10k.log") != nil, "needs ../shared/data"))
    func real() throws {
        let log = try #require(PackageRoot.sharedData("apache-combined-10k.log"))
        let (request, investigation) = (#"^/presentations/([^/?]+\.pdf)"#, #"^/blog/([^?]+?)/?(?:\?|$)"#)
        let site = try ReportedSite("request_path = \(request)\ninvestigation_path = \(investigation)")
        try site.take("'\(log)'")
        let counts = try site.counts(from: "2015-05", to: "2015-05")
        #expect(counts.count > 100)
        expectSame(counts, try site.recount(log, request: request, investigation: investigation))
    }
}
