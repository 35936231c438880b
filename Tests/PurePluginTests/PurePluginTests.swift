import PluginAPI
import PluginTestKit
import PurePlugin
import Testing

@Suite struct PurePluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/en/publications/some-title-here", "I oai:repo.example:some-title-here"),
        ("/publications/some-title-here/", "I oai:repo.example:some-title-here"),
        ("/en-gb/publications/some-title-here?x=y", "I oai:repo.example:some-title-here"),
        ("/en//publications/caf%C3%A9", "I oai:repo.example:caf%C3%A9"),
        ("/ws/portalfiles/portal/56478945/paper.pdf", "R oai:repo.example:56478945"),
        ("/en/ws/portalfiles/portal/56478945/a%20b.pdf?x=1", "R oai:repo.example:56478945"),
        ("/ws//portalfiles/portal/56478945//paper.pdf", "R oai:repo.example:56478945"),
        ("/ws/portalfiles/portal/56478945/", "not an item"),
        ("/en/publications/", "browse"),
        ("/en/publications?search=x", "search"),
        ("/en/publications/?format=rss&search=x", "feed"),
        ("/en/publications/some-title-here/fingerprints/", "metadata"),
        ("/en/persons/", "browse"),
        ("/en/persons/a-b", "not an item"),
        ("/en/searchAll/index/?search=x", "search"),
        ("/ws/oai?verb=Identify", "harvesting"),
        ("/ws/api/524/persons", "API"),
        ("/en/login", "login"),
        ("/admin/workspace.xhtml", "editing"),
        ("/resources/a.js", "static file"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try PurePlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            ("/en/publications/a-b/?x", nil, "https://repo.example/en/publications/a-b"),
            ("/ws/portalfiles/portal/5/a.pdf", nil, nil),
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try PurePlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }

    @Test(arguments: [
        ("/ws/portalfiles/portal/56478945/paper.pdf", "R oai:repo.example:publications/7 nil"),
        (
            "/en/publications/some-title-here",
            "I oai:repo.example:publications/7 https://repo.example/en/publications/some-title-here"
        ),
        ("/en/publications/another", "page another has not been looked up yet"),
    ])
    func resolves(target: String, verdict: String) throws {
        let item = Finding.item(FoundItem("publications/7"))
        let resolver = FixedResolver([
            Reference(.file, "56478945"): item, Reference(.page, "some-title-here"): item,
        ])
        #expect(try PurePlugin(settings: .testing([:], resolver: resolver)).resolution(of: target) == verdict)
    }
}
