import InvenioPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct InvenioPluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/records/1234567", "I oai:repo.example:1234567"),
        ("/records/1234567/?q=x", "I oai:repo.example:1234567"),
        ("/record/1234567", "I oai:repo.example:1234567"),
        ("/records/ab1cd-2ef34", "I oai:repo.example:ab1cd-2ef34"),
        ("//records//1234567", "I oai:repo.example:1234567"),
        ("/records/1234567?preview_file=a.pdf", "I oai:repo.example:1234567"),
        ("/records/1234567?preview=1", "editing"),
        ("/records/1234567/files/a%20b.csv?download=1", "R oai:repo.example:1234567"),
        ("/record/1234567/files/a.csv", "R oai:repo.example:1234567"),
        ("/records/1234567/files/a.zip/container/b/c.txt", "R oai:repo.example:1234567"),
        ("/api/records/1234567/files/a.csv/content", "R oai:repo.example:1234567"),
        ("/api/records/1234567/files/a%2Fb.csv/content?x=1", "R oai:repo.example:1234567"),
        ("/records/1234567/export/json", "metadata"),
        ("/records/1234567/preview/a.pdf", "preview"),
        ("/records/1234567/thumb250", "thumbnail"),
        ("/records/1234567/media-files/a.vtt", "derivative"),
        ("/api/records/1234567/media-files/a.vtt/content", "derivative"),
        ("/api/records/1234567/files-archive", "bulk download"),
        ("/api/iiif/record:1234567:a.png/full/^250,/0/default.jpg", "preview"),
        ("/records/1234567/latest", "not an item"),
        ("/records/1234567/files/", "not an item"),
        ("/api/records/1234567", "API"),
        ("/api/records/1234567/draft/files/a/content", "editing"),
        ("/api/records?q=x", "API"),
        ("/search?q=x", "search"),
        ("/communities/abc/records", "search"),
        ("/communities/abc", "collection"),
        ("/oai2d?verb=Identify", "harvesting"),
        ("/login/?next=/", "login"),
        ("/uploads/new", "editing"),
        ("/static/dist/x.png", "static file"),
        ("/badge/DOI/10.5281/zenodo.1.svg", "thumbnail"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try InvenioPlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            ("/records/1/files/a%20b.csv", "a%20b.csv", "https://repo.example/records/1"),
            ("/api/records/1/files/a.csv/content", "a.csv", "https://repo.example/records/1"),
            ("/record/1", nil, "https://repo.example/record/1"),
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try InvenioPlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }
}
