import HyraxPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct HyraxPluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/concern/generic_works/gm80hv36p", "I oai:repo.example:gm80hv36p"),
        ("/concern/generic_works/gm80hv36p?locale=en", "I oai:repo.example:gm80hv36p"),
        ("//concern//generic_works/gm80hv36p/", "I oai:repo.example:gm80hv36p"),
        (
            "/concern/etds/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
            "I oai:repo.example:0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
        ),
        ("/concern/file_sets/abc123def", "file page"),
        ("/concern/parent/gm80hv36p/file_sets/abc123def", "file page"),
        ("/downloads/abc123def", "R oai:repo.example:abc123def"),
        ("/downloads/abc123def?locale=en", "R oai:repo.example:abc123def"),
        ("/downloads/abc123def?file=original_file", "R oai:repo.example:abc123def"),
        ("/downloads/abc123def?locale=en&file=", "R oai:repo.example:abc123def"),
        ("/downloads/abc123def?file=thumbnail", "thumbnail"),
        ("/downloads/abc123def?locale=en&file=thumbnail", "thumbnail"),
        ("/downloads/abc123def?file=mp4", "derivative"),
        ("/concern/generic_works/new", "editing"),
        ("/concern/generic_works/gm80hv36p/edit", "editing"),
        ("/concern/generic_works/gm80hv36p/manifest", "metadata"),
        ("/concern/generic_works/gm80hv36p.jsonld?locale=en", "metadata"),
        ("/works/gm80hv36p/stats", "statistics"),
        ("/collections/gm80hv36p", "collection"),
        ("/catalog?q=x", "search"),
        ("/catalog.rss?q=x", "feed"),
        ("/catalog/oai?verb=Identify", "harvesting"),
        ("/users/sign_in?locale=en", "login"),
        ("/dashboard/my/works", "editing"),
        ("/images/abc/full/600,/0/default.jpg", "preview"),
        ("/assets/application-0a1b.css", "static file"),
        ("/favicon.ico", "static file"),
        ("/files/abc123def", "not an item"),
        ("/", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try HyraxPlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            ("/concern/generic_works/gm80hv36p?locale=en", nil, "https://repo.example/concern/generic_works/gm80hv36p"),
            ("/downloads/abc123def", nil, nil),
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try HyraxPlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }

    @Test(arguments: [
        ("/downloads/abc123def?locale=en", "R oai:repo.example:gm80hv36p https://repo.example/concern/etds/gm80hv36p"),
        ("/downloads/abc123def?file=thumbnail", "thumbnail"),
        ("/concern/etds/gm80hv36p", "I oai:repo.example:gm80hv36p https://repo.example/concern/etds/gm80hv36p"),
        ("/downloads/zzz999zzz", "fileset zzz999zzz has not been looked up yet"),
    ])
    func resolves(target: String, verdict: String) throws {
        let resolver = FixedResolver([
            Reference(.fileset, "abc123def"): .item(FoundItem("gm80hv36p", page: "/concern/etds/gm80hv36p"))
        ])
        #expect(try HyraxPlugin(settings: .testing([:], resolver: resolver)).resolution(of: target) == verdict)
    }
}
