import PluginAPI
import Testing

@testable import Lookups

@Suite("The interfaces that settings can name")
struct LookupSourcesTests {
    @Test("Each by its name", arguments: LookupSources.names)
    func makes(name: String) throws {
        let source = try LookupSources.source(
            named: name, url: "https://h/api/", for: Set(Reference.Kind.allCases), oaiPrefix: "oai:h")
        #expect(type(of: source).name == name)
        let addresses =
            Reference.Kind.allCases.compactMap { source.address(for: Reference($0, "1/2")) }
            + Reference.Kind.allCases.compactMap { source.address(for: Reference($0, "12")) }
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.hasPrefix("https://h/api/") || $0.hasPrefix("https://h/api?") })
    }

    @Test(
        "What is wrong is said",
        arguments: [
            (
                "dspace", "https://h", [], [.uuid],
                "dspace: there is no such interface; there are dspace-rest, dspace6-rest, dataverse, solr, oai-pmh"
            ),
            (
                "oai-pmh", "https://h", [], [.fileset],
                "oai-pmh: cannot tell what a fileset is; solr can"
            ),
            (
                "oai-pmh", "https://h", [], [.page],
                "oai-pmh: cannot tell what a page is; only a mapping file can"
            ),
            (
                "oai-pmh", "repo.example/oai", [], [.handle],
                "oai-pmh: repo.example/oai is no http or https address without ? and #"
            ),
            (
                "oai-pmh", "ftp://h/oai", [], [.handle],
                "oai-pmh: ftp://h/oai is no http or https address without ? and #"
            ),
            (
                "oai-pmh", "https://h/?a=b", [], [.handle],
                "oai-pmh: https://h/?a=b is no http or https address without ? and #"
            ),
            (
                "oai-pmh", "https://h/a b", [], [.handle],
                "oai-pmh: https://h/a b is no http or https address without ? and #"
            ),
            ("oai-pmh", "https:///x", [], [.handle], "oai-pmh: https:///x is no http or https address without ? and #"),
            (
                "dspace-rest", "https://h/server", [], [.uuid],
                "dspace-rest: https://h/server does not end with /api, as the interface's address does"
            ),
            ("oai-pmh", "https://h/oai", ["doi=x"], [.handle], "oai-pmh: nothing may follow the address"),
            (
                "solr", "https://h/solr", ["dio=x"], [.fileset],
                "solr: dio=x is not NAME=FIELD, with NAME one of files, doi, title, author, journal, issn or eissn"
            ),
            (
                "solr", "https://h/solr", ["doi=x:y"], [.fileset],
                "solr: doi=x:y is not NAME=FIELD, with NAME one of files, doi, title, author, journal, issn or eissn"
            ),
            (
                "solr", "https://h/solr", ["doi="], [.fileset],
                "solr: doi= is not NAME=FIELD, with NAME one of files, doi, title, author, journal, issn or eissn"
            ),
        ] as [(String, String, [String], Set<Reference.Kind>, String)])
    func refuses(_ name: String, _ url: String, _ fields: [String], _ kinds: Set<Reference.Kind>, _ problem: String) {
        #expect(throws: LookupSources.Problem(description: problem)) {
            try LookupSources.source(named: name, url: url, fields: fields, for: kinds, oaiPrefix: "oai:h")
        }
    }
}
