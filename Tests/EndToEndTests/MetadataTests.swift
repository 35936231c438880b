import Glibc
import TestKit
import Testing

/// The PIRUS2 profile of 2010, with ORA's log and the citations of its items looked up (usage-protocols.md, sections 1.2 and 9).
struct MetadataTests {
    private typealias Holdings = RepositoryHoldings

    private let repository: RepositoryStandIn
    private let site: Site

    init() throws {
        repository = try RepositoryStandIn()
        site = try Site(
            service: """
                plugin = ora
                robots = keep
                metadata = oai-pmh = \(repository.oai)
                """, forwarder: ["protocol": "pirus2"])
        try site.replace(
            "oai_prefix = oai:repo.example", with: "oai_prefix = \(Holdings.oaiPrefix)", in: "loglines.cfg")
    }

    private func line(_ target: String) -> String {
        "2009-04-01 01:14:28,301,301 INFO  [wsgi] 192.0.2.44 - - [01/Apr/2009:01:14:27 +0100] "
            + "\"GET \(target) HTTP/1.1\" 200 512 \"-\" \"\(Site.browser)\""
    }

    private func file(_ item: String) -> String { line("/objects/\(item)/datastreams/ATTACHMENT02") }

    @Test(
        "An article is told by its DOI; what has neither DOI nor journal is not for the tracker (F16); pages ask nothing"
    )
    func citations() throws {
        try site.append([
            file(Holdings.oraArticle), file(Holdings.oraThesis), line("/objects/\(Holdings.oraArticle)"),
            file(Holdings.oraArticle),
        ])
        try site.launch()
        try site.settle(4)
        let told = site.tracker.accepted
        #expect(told.count == 2)
        #expect(Set(told.map { $0["rft_id"] }) == ["info:doi:http://dx.doi.org/\(Holdings.doi)"])
        #expect(told.first?["svc_dat"] == "Accepted version")
        #expect(told.first?["rft.artnum"] == "http://repo.example/objects/\(Holdings.oraArticle)")
        #expect(told.first?["rft.atitle"] == nil)
        // Each item once by each of the two processes at most.
        #expect((2...4).contains(repository.requests.count))
        #expect(try loglines("ledger", in: site.directory).output.contains(/not for the tracker +2\n/))
        try site.expectNothingLostOrDoubled()
    }

    @Test("A source that is away delays, and loses nothing")
    func away() throws {
        repository.become(.status(500))
        try site.append([file(Holdings.oraArticle)])
        try site.launch()
        try eventually("it is asked") { repository.requests.count > 1 }
        #expect(site.tracker.accepted.isEmpty)
        repository.become(.well)
        try site.settle(1)
        #expect(site.tracker.accepted.count == 1)
        try site.expectNothingLostOrDoubled()
    }

    @Test("Citations may stand in a file")
    func file() throws {
        try site.directory.write(
            "identifier,journal,issn,version\n\(Holdings.oraArticle),Journal of Weather,1234-5679,Version of Record\n",
            to: "articles.csv")
        try site.replace("oai-pmh = \(repository.oai)", with: "csv = articles.csv", in: "loglines.cfg")
        try site.append([file(Holdings.oraArticle), file(Holdings.oraThesis)])
        try site.launch()
        try site.settle(2)
        let told = try #require(site.tracker.accepted.first)
        #expect(site.tracker.accepted.count == 1)
        #expect(told["rft.jtitle"] == "Journal of Weather" && told["rft.issn"] == "1234-5679")
        #expect(told["svc_dat"] == "Version of Record" && told["rft_id"] == nil)
        #expect(repository.requests.isEmpty)
        try site.expectNothingLostOrDoubled()
    }
}
