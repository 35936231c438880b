import CounterReports
import Lookups
import Testing

@Suite("Files that describe items") struct ItemFileTests {
    private func file(_ text: String) throws(MappingFile.Problem) -> ItemFile {
        try ItemFile(Array(text.utf8), name: "items.csv")
    }

    private func catalogue(_ text: String) throws -> ItemCatalogue {
        ItemCatalogue(try file(text), namespace: "myrepo", dataType: .dataset)
    }

    @Test("All columns")
    func columns() throws {
        let items = try catalogue(
            #"""
            item,title,publisher,publisher_id,authors,publication_date,article_version,doi,proprietary_id,isbn,print_issn,\#
            online_issn,uri,data_type,yop,access_type,parent_title,parent_doi,parent_online_issn,parent_data_type
            oai:r:1,"A title, with ""quotes""",A press,ROR:012345678,"A, One (ORCID:0000-0001-2345-6789); B, Two",2024-06-15,VoR,\#
            https://doi.org/10.1234/5,p1,978-3-16-148410-0,1234-5678,1234-567X,https://r.example/1,Article,2024,Controlled,\#
            A journal,10.1/2,8765-4321,Journal

            """#)
        let item = items.description(of: "oai:r:1", page: "https://elsewhere.example/")
        #expect(item.title == #"A title, with "quotes""# && item.publisher == "A press")
        #expect(item.publisherID == .init(register: "ROR", value: "012345678"))
        #expect(
            item.authors == [.init(name: "A, One", orcid: "0000-0001-2345-6789"), .init(name: "B, Two")])
        #expect([item.publicationDate, item.articleVersion, item.yearOfPublication] == ["2024-06-15", "VoR", "2024"])
        #expect(item.identifiers.doi == "10.1234/5" && item.identifiers.proprietary == "myrepo:p1")
        #expect(item.identifiers.isbn == "978-3-16-148410-0" && item.identifiers.uri == "https://r.example/1")
        #expect(item.identifiers.printISSN == "1234-5678" && item.identifiers.onlineISSN == "1234-567X")
        #expect(item.dataType == .article && item.accessType == .controlled)
        #expect(item.parent?.title == "A journal" && item.parent?.dataType == .journal)
        #expect(item.parent?.identifiers.doi == "10.1/2" && item.parent?.identifiers.onlineISSN == "8765-4321")
    }

    @Test("Of what the file does not tell, the identifier and the page are known")
    func unknown() throws {
        let items = try catalogue("item,title\noai:r:1,One\n")
        let other = items.description(of: "oai:r:2", page: "https://r.example/2")
        #expect(other.title.isEmpty && other.dataType == .dataset && other.yearOfPublication == "0001")
        #expect(other.identifiers.proprietary == "myrepo:oai:r:2" && other.identifiers.uri == "https://r.example/2")
        #expect(items.description(of: "doi:10.1/2", page: nil).identifiers.doi == "10.1/2")
        let one = items.description(of: "oai:r:1", page: "https://r.example/1")
        #expect(one.title == "One" && one.dataType == .dataset && one.identifiers.uri == "https://r.example/1")
    }

    @Test("Many items are all found")
    func many() throws {
        let rows = (0..<3_000).map { "oai:r:\($0),Title \($0)" }.joined(separator: "\r\n")
        let file = try file("\u{FEFF}item,title\r\n\(rows)\r\n")
        #expect(file.count == 3_000)
        let items = ItemCatalogue(file, namespace: "myrepo", dataType: .article)
        #expect((0..<3_000).allSatisfy { items.description(of: "oai:r:\($0)", page: nil).title == "Title \($0)" })
    }

    @Test(
        "What is wrong is said with line and column",
        arguments: [
            ("", "items.csv, line 1: is no header row that names columns: the file is empty"),
            ("title\nx\n", "items.csv, line 1, column item: the header row does not name it"),
            ("item,title,title\n", "items.csv, line 1, column title: the header row names it twice"),
            ("item,doi\n1,10.1/1\n2,11.1\n", #"items.csv, line 3, column doi: "11.1" is no DOI"#),
            ("item,yop\n1,24\n", #"items.csv, line 2, column yop: "24" is no year (yyyy)"#),
            (
                "item,isbn\n1,9783161484100\n",
                #"items.csv, line 2, column isbn: "9783161484100" is no ISBN of 13 digits and 4 hyphens"#
            ),
            (
                "item,print_issn\n1,12345678\n",
                #"items.csv, line 2, column print_issn: "12345678" is no ISSN (nnnn-nnnX)"#
            ),
            (
                "item,publication_date\n1,2024-02-30\n",
                #"items.csv, line 2, column publication_date: "2024-02-30" is no date (yyyy-mm-dd)"#
            ),
            (
                "item,access_type\n1,free\n",
                #"items.csv, line 2, column access_type: "free" is none of Open, Controlled, Free_To_Read"#
            ),
            (
                "item,authors\n1,A (ORCID:12)\n",
                #"items.csv, line 2, column authors: "12" is no ORCID (0000-0001-2345-6789)"#
            ),
            (
                "item,publisher_id\n1,ROR:1\n",
                #"items.csv, line 2, column publisher_id: "ROR:1" is no ROR (9 characters of which the first is 0)"#
            ),
            ("item,uri\n1,x y\n", #"items.csv, line 2, column uri: "x y" is no address (https://…)"#),
            ("item,title\n,x\n", "items.csv, line 2, column item: is empty"),
            ("item,title\n1,a,b\n", "items.csv, line 2, column item: the row has 3 values, but there are 2 columns"),
            ("item\n1\n\n1\n", #"items.csv, line 4, column item: "1" was described in line 2 already"#),
            ("item,title\n1,\"a\n", "items.csv, line 2: opens a quote that is not closed"),
            (
                "item,data_type,parent_title\n1,Dataset,x\n",
                "items.csv, line 2, column parent_title: a Dataset is no part of anything in COUNTER's reports"
            ),
            (
                "item,data_type,parent_data_type\n1,Article,Book\n",
                #"items.csv, line 2, column parent_data_type: "Book" is not what a Article is part of: Journal"#
            ),
        ])
    func wrong(text: String, message: String) {
        let problem = #expect(throws: MappingFile.Problem.self) { try file(text) }
        #expect(problem?.description == message)
    }

    @Test("A whole book is a segment of one, and a name that is no column is told with those that are")
    func names() {
        let book = #expect(throws: MappingFile.Problem.self) { try file("item,data_type\n1,Book\n") }
        #expect(book?.description.contains("(a whole book is a Book_Segment") == true)
        let header = #expect(throws: MappingFile.Problem.self) { try file("item,tilte\n") }
        #expect(
            header?.description.hasPrefix(#"items.csv, line 1, column 2: "tilte" is none of item, title, publisher,"#)
                == true)
    }

    @Test(arguments: [
        ("repo.example", "repo.example"), ("ORA", "ORA"), ("1st-repo", "strepo"), ("é", "repository"),
        ("a-very-long-name.of-a-repository", "averylongname.ofa"),
    ])
    func namespaces(name: String, namespace: String) {
        #expect(PlatformNamespace.derived(from: name) == namespace)
        #expect(PlatformNamespace.isOne(namespace) && PlatformNamespace.isOne(name) == (name == namespace))
    }
}
