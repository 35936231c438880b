import DataversePlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct DataversePluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/dataset.xhtml?persistentId=doi:10.7910/DVN/ABC", "I doi:10.7910/DVN/ABC"),
        ("/dataset.xhtml?version=1.0&persistentId=doi%3A10.7910%2FDVN%2FABC", "I doi:10.7910/DVN/ABC"),
        ("//dataset.xhtml?persistentId=hdl:1902.1/1", "I hdl:1902.1/1"),
        ("/dataset.xhtml?persistentId=doi:10.7910/DVN/ABC&version=DRAFT", "editing"),
        ("/dataset.xhtml?persistentId=doi:10.7910/DVN/A%20B", "I doi:10.7910/DVN/A%20B"),
        ("/dataset.xhtml?persistentId=", "not an item"),
        ("/dataset.xhtml?persistentId=x", "not an item"),
        ("/dataset.xhtml?id=7", "not an item"),
        ("/dataset.xhtml", "not an item"),
        ("/file.xhtml?persistentId=doi:10.7910/DVN/ABC/F1&version=1.0", "I doi:10.7910/DVN/ABC/F1"),
        ("/file.xhtml?fileId=42&version=1.0", "I oai:repo.example:42"),
        ("/file.xhtml?fileId=", "not an item"),
        ("/api/access/datafile/42", "R oai:repo.example:42"),
        ("/api/v1/access/datafile/42?format=original&gbrecs=true", "R oai:repo.example:42"),
        ("/api/access/datafile/:persistentId/?persistentId=doi:10.7910/DVN/ABC/F1", "R doi:10.7910/DVN/ABC/F1"),
        ("/api/access/datafile/:persistentId?persistentId=doi%3A10.7910/DVN/ABC/F1", "R doi:10.7910/DVN/ABC/F1"),
        ("/api/access/datafile/:persistentId", "not an item"),
        ("/api/access/datafile/42?imageThumb=true", "thumbnail"),
        ("/api/access/datafile/42?imageThumb=400&pfdrid_c=true", "thumbnail"),
        ("/api/access/datafile/42/metadata", "metadata"),
        ("/api/access/datafile/42/auxiliary/dp/v1", "metadata"),
        ("/api/access/datafile/42/metadata/ddi", "metadata"),
        ("/api/access/datafiles/1,2,3", "bulk download"),
        ("/api/access/dataset/:persistentId/?persistentId=doi:10.7910/DVN/ABC", "bulk download"),
        ("/api/access/datafile/bundle/42", "bulk download"),
        ("/api/access/dsCardImage/7", "thumbnail"),
        ("/citation?persistentId=doi:10.7910/DVN/ABC", "metadata"),
        ("/api/datasets/export?exporter=ddi&persistentId=doi:10.7910/DVN/ABC", "metadata"),
        ("/api/search?q=x", "search"),
        ("/api/info/version", "API"),
        ("/oai?verb=Identify", "harvesting"),
        ("/dataverse/abc?q=x", "search"),
        ("/dataverse/abc", "collection"),
        ("/loginpage.xhtml?redirectPage=x", "login"),
        ("/editdatafiles.xhtml?mode=UPLOAD", "editing"),
        ("/resources/images/a.png", "static file"),
        ("/javax.faces.resource/a.css.xhtml", "static file"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try DataversePlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            (
                "/dataset.xhtml?persistentId=doi:10.1/A", nil,
                "https://repo.example/dataset.xhtml?persistentId=doi:10.1/A"
            ),
            ("/api/access/datafile/42", nil, nil),
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try DataversePlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }

    @Test(arguments: [
        ("/api/access/datafile/42", "R doi:10.7910/DVN/ABC https://repo.example/dataset.xhtml?x"),
        ("/file.xhtml?fileId=42", "I doi:10.7910/DVN/ABC https://repo.example/dataset.xhtml?x"),
        (
            "/file.xhtml?persistentId=doi:10.7910/DVN/ABC/F1",
            "I doi:10.7910/DVN/ABC https://repo.example/dataset.xhtml?x"
        ),
        ("/api/access/datafile/42?imageThumb=true", "thumbnail"),
        ("/api/access/datafile/43", "file 43 has not been looked up yet"),
        (
            "/dataset.xhtml?persistentId=doi:10.7910/DVN/XYZ",
            "I doi:10.7910/DVN/XYZ https://repo.example/dataset.xhtml?persistentId=doi:10.7910/DVN/XYZ"
        ),
    ])
    func resolves(target: String, verdict: String) throws {
        let dataset = Finding.item(FoundItem("doi:10.7910/DVN/ABC", isWhole: true, page: "/dataset.xhtml?x"))
        let resolver = FixedResolver([
            Reference(.file, "42"): dataset, Reference(.file, "doi:10.7910/DVN/ABC/F1"): dataset,
        ])
        #expect(try DataversePlugin(settings: .testing([:], resolver: resolver)).resolution(of: target) == verdict)
    }
}
