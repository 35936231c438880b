import PluginAPI
import TestKit
import Testing

@testable import Lookups

@Suite("Mapping files")
struct MappingFileTests {
    private func map(_ text: String, oaiPrefix: String? = nil) throws -> MappingFile {
        try MappingFile(Array(text.utf8), name: "map.csv", oaiPrefix: oaiPrefix)
    }

    @Test("Items, without a header row")
    func readsItems() throws {
        let map = try map(
            "\u{FEFF}bitstream,b-1,1826/936\r\n\r\nhandle, 1826/2 ,\"oai:h:1826/2\",/handle/1826/2\nfile,42,doi:10.7910/DVN/ABC\n"
        )
        #expect(map.count == 3)
        #expect(map.finding(for: Reference(.bitstream, "b-1")) == .item(FoundItem("1826/936")))
        #expect(
            map.finding(for: Reference(.handle, "1826/2"))
                == .item(FoundItem("oai:h:1826/2", isWhole: true, page: "/handle/1826/2")))
        #expect(map.finding(for: Reference(.file, "42")) == .item(FoundItem("doi:10.7910/DVN/ABC", isWhole: true)))
        #expect(map.finding(for: Reference(.file, "b-1")) == nil)
        #expect(map.finding(for: Reference(.handle, "")) == nil)
    }

    @Test("Items, as a header row says")
    func readsHeader() throws {
        let map = try map(
            "ID,Kind,excluded,identifier\n1826/1,handle,collection,\n1826/936,handle,,1826/936\nt,bitstream,static file"
        )
        #expect(map.finding(for: Reference(.handle, "1826/1")) == .excluded(Exclusion(.collection)))
        #expect(map.finding(for: Reference(.handle, "1826/936")) == .item(FoundItem("1826/936")))
        #expect(map.finding(for: Reference(.bitstream, "t")) == .excluded(Exclusion(.staticFile)))
        // In the order that files without one have.
        for header in ["kind,id,identifier,page", "Kind,ID,Identifier,Page"] {
            let map = try self.map("\(header)\nfile,42,a/1,/a/1\n")
            #expect(map.count == 1)
            #expect(map.finding(for: Reference(.file, "42")) == .item(FoundItem("a/1", page: "/a/1")))
        }
    }

    @Test("Citations, with commas, quotes and line ends in quotes")
    func readsCitations() throws {
        let map = try map(
            """
            identifier,doi,issn,eissn,journal,title,author
            oai:h:1,https://doi.org/10.1000/182,1234-5679,,"Weather, Climate","Wind ""and""
            rain","Müller, Jörg"
            uuid:2,,,2434-561X,,,
            """, oaiPrefix: "oai:h")
        var first = Citation()
        first.doi = "10.1000/182"
        first.issn = "1234-5679"
        first.journalTitle = "Weather, Climate"
        first.articleTitle = "Wind \"and\"\nrain"
        first.authorLastName = "Müller"
        var second = Citation()
        second.eissn = "2434-561X"
        #expect(map.finding(for: Reference(.citation, "oai:h:1")) == .citation(first))
        #expect(map.finding(for: Reference(.citation, "oai:h:uuid:2")) == .citation(second))
        #expect(map.finding(for: Reference(.citation, "oai:h:3")) == nil)
        #expect(map.finding(for: Reference(.handle, "uuid:2")) == nil)
    }

    @Test("Many rows are all found, the same ones once")
    func readsMany() throws {
        let rows = (0..<5_000).map { "handle,1826/\($0),1826/\($0)\n" }
        let map = try map((rows + rows).joined())
        #expect(map.count == 5_000)
        for number in stride(from: 0, to: 5_000, by: 7) {
            #expect(map.finding(for: Reference(.handle, "1826/\(number)")) == .item(FoundItem("1826/\(number)")))
        }
        #expect(map.finding(for: Reference(.handle, "1826/5000")) == nil)
    }

    @Test("An empty file maps nothing")
    func readsNothing() throws {
        #expect(try map("").count == 0)
        #expect(try map("\r\n\n").finding(for: Reference(.file, "1")) == nil)
        #expect(try map("kind,id,identifier").count == 0)
    }

    @Test(
        "What is wrong is said, with the line",
        arguments: [
            ("handle,1/2,1/2\nhandle,1/3\n", "line 2: has no identifier"),
            (
                "handle,1/2,1/2\n\n\nhandel,1/3,1/3\n",
                "line 4: handel is none of bitstream, uuid, handle, fileset, file, page"
            ),
            ("handle,1/2,a,/p,x\n", "line 1: has 5 fields where there are 4 columns"),
            ("handle,1/2,a,p\n", "line 1: p is no path: it must begin with / and have no blanks"),
            ("handle,1/2,a b\n", "line 1: a b is no identifier: it has blanks or is too long"),
            ("handle,,a\n", "line 1: has no id"),
            ("\n\nhandle,1/2,a\nhandle,1/3,c\nhandle,1/2,b\n", "line 5: says of handle 1/2 something else than line 3"),
            ("citation,1,2\n", "line 1: citation is none of bitstream, uuid, handle, fileset, file, page"),
            (
                "handle;1/2;a\n",
                "line 1: handle;1/2;a is neither a kind (bitstream, uuid, handle, fileset, file, page) nor the name of a column (kind, id, identifier, page, excluded, doi, issn, eissn, journal, title, author, version)"
            ),
            ("kind,id\n", "line 1: names no column identifier"), ("kind,identifier\n", "line 1: names no column id"),
            ("id,id\n", "line 1: names the column id twice"), ("doi,title\n", "line 1: names no column identifier"),
            ("identifier,doi,page\n", "line 1: names the column page beside those of citations"),
            ("identifier,doi\n1,x\n", "line 2: x is no DOI"),
            (
                "kind,id,excluded\nhandle,1/2,nothing\n",
                "line 2: nothing is no reason to exclude it; there are \(ExclusionRule.allCases.map(\.rawValue).joined(separator: ", "))"
            ),
            ("handle,1/2,\"a\nhandle,1/3,b\n", "line 1: opens a quote that is not closed"),
            ("handle,1/2,\"a\"b\n", "line 1: has something between a closing quote and the comma"),
            ("handle,1/2,a\nhandle,1/3,a\"b\"\n", "line 2: has a quote within a field"),
        ])
    func refuses(_ text: String, _ problem: String) {
        #expect(throws: MappingFile.Problem(description: "map.csv, \(problem)")) { try map(text) }
    }

    @Test("A file that is not there, is a directory, or is there")
    func readsFiles() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("map.csv")
        #expect(throws: MappingFile.Problem(description: "\(path): No such file or directory")) {
            try MappingFile(path: path)
        }
        #expect(throws: MappingFile.Problem(description: "\(folder.path): Is a directory")) {
            try MappingFile(path: folder.path)
        }
        try folder.write("file,1,a\n", to: "map.csv")
        #expect(try MappingFile(path: path).finding(for: Reference(.file, "1")) == .item(FoundItem("a")))
    }
}
