import PluginAPI
import TestKit
import Testing

@testable import Lookups

private typealias Holdings = RepositoryHoldings

/// Each interface asked over HTTP, with curl as the client.
@Suite("A repository that is asked")
struct RepositoryStandInTests {
    private let repository: RepositoryStandIn
    private let folder: TemporaryDirectory
    init() throws {
        repository = try RepositoryStandIn()
        folder = try TemporaryDirectory()
    }

    private func source(_ name: String) throws -> any LookupSource {
        let urls = [
            "dspace-rest": repository.dspaceREST, "dspace6-rest": repository.dspace6REST,
            "dataverse": repository.dataverse, "solr": repository.solr, "oai-pmh": repository.oai,
        ]
        return try LookupSources.source(
            named: name, url: try #require(urls[name]), for: Set(Reference.Kind.allCases), oaiPrefix: Holdings.oaiPrefix
        )
    }

    /// Asks, and asks again where the verdict says so.
    private func ask(_ name: String, _ reference: Reference) throws -> LookupVerdict {
        let source = try source(name)
        var address = try #require(source.address(for: reference))
        for _ in 1...3 {
            let fetched = shell(
                "curl --silent --location --max-time 20 --write-out '%{http_code}' '\(address)'", in: folder)
            let status = try #require(Int(fetched.output.suffix(3)))
            let verdict = source.read(status: status, body: Array(fetched.output.utf8.dropLast(3)), for: reference)
            guard case .ask(let next) = verdict else { return verdict }
            address = next
        }
        return .ask(address)
    }

    private static let article = LookupVerdict.found(.item(FoundItem("1826/936", page: "/handle/1826/936")))

    private static func excluded(_ rule: ExclusionRule, _ detail: String) -> LookupVerdict {
        .found(.excluded(Exclusion(rule, detail: detail)))
    }

    private static let wholeArticle = LookupVerdict.found(
        .item(FoundItem("oai:repo.example.ac.uk:1826/936", isWhole: true, page: "/handle/1826/936")))
    private static let dataset = LookupVerdict.found(
        .item(FoundItem(Holdings.dataset, isWhole: true, page: "/dataset.xhtml?persistentId=\(Holdings.dataset)")))

    static let questions: [(String, Reference, LookupVerdict)] = [
        ("dspace-rest", Reference(.bitstream, Holdings.original), article),
        ("dspace-rest", Reference(.bitstream, Holdings.thumbnail), excluded(.thumbnail, "THUMBNAIL")),
        ("dspace-rest", Reference(.bitstream, Holdings.text), excluded(.extractedText, "TEXT")),
        ("dspace-rest", Reference(.bitstream, Holdings.licence), excluded(.licence, "LICENSE")),
        ("dspace-rest", Reference(.bitstream, Holdings.logo), excluded(.thumbnail, "in no bundle")),
        ("dspace-rest", Reference(.bitstream, "none"), .unknown("HTTP 404")),
        (
            "dspace-rest", Reference(.bitstream, Holdings.uuid(1_234, kind: "b")),
            .found(.item(FoundItem("1826/1234", page: "/handle/1826/1234")))
        ),
        ("dspace-rest", Reference(.uuid, Holdings.item), article),
        ("dspace-rest", Reference(.uuid, Holdings.restricted), .unknown("HTTP 401: not for everybody")),
        (
            "dspace-rest", Reference(.uuid, Holdings.uuid(1_234)),
            .found(.item(FoundItem("1826/1234", page: "/handle/1826/1234")))
        ),
        ("dspace-rest", Reference(.handle, Holdings.handle), article),
        ("dspace-rest", Reference(.handle, Holdings.collection), excluded(.collection, "collection")),
        ("dspace-rest", Reference(.handle, Holdings.community), excluded(.collection, "community")),
        ("dspace-rest", Reference(.handle, Holdings.withdrawn), .unknown("HTTP 401: not for everybody")),
        ("dspace-rest", Reference(.handle, "1826/none"), .unknown("HTTP 404")),
        ("dspace6-rest", Reference(.handle, Holdings.handle), article),
        ("dspace6-rest", Reference(.handle, Holdings.collection), excluded(.collection, "collection")),
        ("dspace6-rest", Reference(.handle, Holdings.community), excluded(.collection, "community")),
        ("dspace6-rest", Reference(.handle, Holdings.withdrawn), .unknown("HTTP 401: not for everybody")),
        ("dataverse", Reference(.file, Holdings.dataFile), dataset),
        ("dataverse", Reference(.file, Holdings.oldDataFile), dataset),
        ("dataverse", Reference(.file, "44"), .unknown("HTTP 404")),
        (
            "solr", Reference(.fileset, Holdings.fileSet),
            .found(.item(FoundItem(Holdings.work, page: "/concern/generic_works/\(Holdings.work)")))
        ),
        ("solr", Reference(.fileset, "none"), .unknown("is not in the index")),
        ("oai-pmh", Reference(.handle, Holdings.handle), wholeArticle),
        ("oai-pmh", Reference(.handle, Holdings.collection), excluded(.collection, "no item of OAI-PMH")),
        ("oai-pmh", Reference(.handle, Holdings.withdrawn), .unknown("is a deleted item")),
    ]

    @Test("Each interface tells what references stand for", arguments: questions)
    func answers(name: String, reference: Reference, verdict: LookupVerdict) throws {
        #expect(try ask(name, reference) == verdict)
    }

    @Test("OAI-PMH and Solr tell an article's citation")
    func citations() throws {
        let reference = Reference(.citation, "\(Holdings.oaiPrefix):\(Holdings.handle)")
        var citation = Citation()
        citation.doi = Holdings.doi
        citation.articleTitle = Holdings.title
        citation.authorLastName = "Müller"
        citation.journalTitle = "Journal of Weather"
        citation.issn = "1234-5679"
        #expect(try ask("oai-pmh", reference) == .found(.citation(citation)))
        let work = Reference(.citation, "\(Holdings.oaiPrefix):\(Holdings.work)")
        (citation.journalTitle, citation.issn, citation.articleTitle) = (nil, nil, "An article")
        #expect(try ask("solr", work) == .found(.citation(citation)))
    }

    @Test("A repository in any mood gives a verdict", arguments: LookupSources.names)
    func moods(name: String) throws {
        let reference =
            switch name {
            case "dataverse": Reference(.file, Holdings.dataFile)
            case "solr": Reference(.fileset, Holdings.fileSet)
            default: Reference(.handle, Holdings.handle)
            }
        let well = try ask(name, reference)
        repository.become(.status(503, retryAfter: "2"))
        #expect(try ask(name, reference) == .failed("HTTP 503"))
        repository.become(.status(404))
        #expect(try ask(name, reference) == .unknown("HTTP 404"))
        repository.become(.garbage)
        guard case .failed = try ask(name, reference) else {
            Issue.record("garbage was read by \(name)")
            return
        }
        repository.goDown()
        #expect(try ask(name, reference) == .failed("HTTP 0"))
        try repository.comeUp()
        repository.become(.slow(0.05), for: 1)
        #expect(try ask(name, reference) == well)
        #expect(try ask(name, reference) == well)
        #expect(repository.requests.count >= 6)
    }
}
