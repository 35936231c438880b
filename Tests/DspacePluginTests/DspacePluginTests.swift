import DspacePlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct DspacePluginTests {
    private static let uuid = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
    private static let handle = "oai:repo.example:1826/936"

    /// Section 6.3 of usage-protocols.md.
    @Test(arguments: [
        ("/handle/1826/936", "I \(handle)"), ("/handle/1826/936/", "I \(handle)"),
        ("/jspui/handle/1826/936", "I \(handle)"),
        ("/xmlui/handle/20.500.12345/678?show=full", "I oai:repo.example:20.500.12345/678"),
        ("/handle/1826/936/browse", "browse"), ("/handle/1826/936/discover?query=x", "search"),
        ("/bitstream/handle/1826/936/a%20b.pdf?sequence=4&isAllowed=y", "R \(handle)"),
        ("/xmlui/bitstream/handle/1826/936/folder/a.pdf", "R \(handle)"),
        ("/bitstream/handle/1826/936/a.pdf.jpg?sequence=5", "thumbnail"),
        ("/bitstream/handle/1826/936/a.preview.jpg", "thumbnail"),
        ("/bitstream/handle/1826/936/a.pdf.txt", "extracted text"),
        ("/bitstream/handle/1826/936/license.txt?sequence=2", "licence"),
        ("/bitstream/handle/1826/936/license_rdf", "licence"), ("/bitstream/handle/1826/936/notes.txt", "R \(handle)"),
        ("/bitstream/1826/936/4/a.pdf", "R \(handle)"), ("/jspui/bitstream/1826/936/4/a.pdf", "R \(handle)"),
        ("/bitstream/1826/936/4/license.txt", "licence"), ("/bitstream/id/42/logo.png", "thumbnail"),
        ("/items/\(uuid)", "I oai:repo.example:\(uuid)"), ("/items/\(uuid)/full", "I oai:repo.example:\(uuid)"),
        ("/entities/publication/\(uuid)/full", "I oai:repo.example:\(uuid)"),
        ("/bitstreams/\(uuid)/download", "file page"),
        ("/server/api/core/bitstreams/\(uuid)/content", "R oai:repo.example:\(uuid)"),
        ("/api/core/bitstreams/\(uuid)/content?x=1", "R oai:repo.example:\(uuid)"),
        ("/server/api/core/items/\(uuid)", "API"), ("/items/\(uuid)0", "not an item"),
        ("/metadata/handle/1826/936/mets.xml", "metadata"), ("/themes/x.png", "static file"),
        ("//handle//1826/936", "I \(handle)"), ("/bitstream//handle/1826/936//a.pdf", "R \(handle)"),
        ("/items/0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0", "I oai:repo.example:\(uuid)"),
        ("/xmlui/handle/1826/936/statistics", "statistics"), ("/handle/1826/936/recent-submissions", "browse"),
        ("/handle/1826/936/search-filter?field=x", "search"), ("/handle/1826/936/submit", "editing"),
        ("/xmlui/discover?query=x", "search"), ("/browse?type=author", "browse"), ("/browse/author", "browse"),
        ("/search?query=x", "search"), ("/feed/rss_2.0/site", "feed"), ("/server/opensearch/search?query=x", "feed"),
        ("/oai/request?verb=Identify", "harvesting"), ("/server/oai/request?verb=Identify", "harvesting"),
        ("/rest/items/1/bitstreams", "API"), ("/sword/servicedocument", "editing"), ("/retrieve/42/a.jpg", "thumbnail"),
        ("/server/api/core/bitstreams/\(uuid)/thumbnail", "thumbnail"), ("/collections/\(uuid)", "collection"),
        ("/items/\(uuid)/edit/metadata", "editing"), ("/login", "login"), ("/jspui/password-login", "login"),
        ("/metadata/handle/1826/936/ore.xml", "metadata"), ("/html/1826/936/1/a.html", "not an item"),
        ("/static/x.gif", "static file"), ("/main.0a1b2c3d.js", "static file"), ("/robots.txt", "static file"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try DspacePlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(arguments: [
        ("/xmlui/bitstream/handle/1826/936/a.pdf", nil, "https://repo.example/xmlui/handle/1826/936"),
        ("/bitstream/1826/936/4/a.pdf", "4", "https://repo.example/handle/1826/936"),
        ("/entities/publication/\(uuid)", nil, "https://repo.example/items/\(uuid)"),
        ("/server/api/core/bitstreams/\(uuid)/content", nil, nil),
    ])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET \#(target) HTTP/1.1" 200 1 "-" "Firefox""#
        let parsed = try DspacePlugin(settings: .testing([:]))
            .parseline(LogMessage(service: "repo.example", line: Array(line.utf8)))
        let usage = try #require(parsed?.usage)
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }

    /// Section 6.4: what only the repository can tell.
    @Test(arguments: [
        ("/server/api/core/bitstreams/\(uuid)/content", "R \(handle) https://repo.example/handle/1826/936"),
        ("/items/\(uuid)/full", "I \(handle) https://repo.example/handle/1826/936"),
        ("/entities/publication/\(uuid)", "I \(handle) https://repo.example/handle/1826/936"),
        ("/server/api/core/bitstreams/\(thumbnail)/content", "thumbnail"),
        ("/handle/1826/936", "I \(handle) https://repo.example/handle/1826/936"),
        ("/xmlui/handle/1826/1?show=full", "collection"),
        // The file of a handle is an item's in any case.
        ("/bitstream/handle/1826/7/a.pdf", "R oai:repo.example:1826/7 https://repo.example/handle/1826/7"),
        ("/server/api/core/bitstreams/\(other)/content", "bitstream \(other) has not been looked up yet"),
        ("/items/\(other)", "uuid \(other) has not been looked up yet"),
        ("/handle/1826/7", "handle 1826/7 has not been looked up yet"),
    ])
    func resolves(target: String, verdict: String) throws {
        let item = Finding.item(FoundItem("1826/936", page: "/handle/1826/936"))
        let resolver = FixedResolver([
            Reference(.bitstream, Self.uuid): item, Reference(.uuid, Self.uuid): item,
            Reference(.bitstream, Self.thumbnail): .excluded(Exclusion(.thumbnail)),
            Reference(.handle, "1826/936"): item, Reference(.handle, "1826/1"): .excluded(Exclusion(.collection)),
        ])
        #expect(try DspacePlugin(settings: .testing([:], resolver: resolver)).resolution(of: target) == verdict)
    }

    @Test("Handles are not looked up where the resolver does not answer them")
    func handlesWithoutResolver() throws {
        let plugin = try DspacePlugin(
            settings: .testing([:], resolver: FixedResolver([:], kinds: [.bitstream, .uuid])))
        #expect(try plugin.verdict(on: "/handle/1826/1") == "I oai:repo.example:1826/1")
    }

    private static let thumbnail = "00000000-0000-4000-8000-00000000000b"
    private static let other = "00000000-0000-4000-8000-0000000000ff"
}
