import FigsharePlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct FigsharePluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/articles/dataset/Some_title/5616445", "I oai:repo.example:article/5616445"),
        ("/articles/dataset/Some_title/5616445/2", "I oai:repo.example:article/5616445"),
        ("/articles/journal_contribution/_/5616445?file=999", "I oai:repo.example:article/5616445"),
        ("//articles/dataset//Some_%2F_title/5616445/", "I oai:repo.example:article/5616445"),
        ("/ndownloader/files/999", "R oai:repo.example:999"),
        ("/ndownloader//files/999?private_link=x", "R oai:repo.example:999"),
        ("/ndownloader/articles/5616445/versions/2", "bulk download"),
        ("/ndownloader/files/999/preview/1/thumb.png", "preview"),
        ("/articles/dataset/Some_title/5616445/thumb.png", "thumbnail"),
        ("/articles/dataset/Some_title/5616445/export", "metadata"),
        ("/search?q=x", "search"),
        ("/browse", "browse"),
        ("/collections/x/1", "collection"),
        ("/v2/oai?verb=Identify", "harvesting"),
        ("/v2/articles/1", "API"),
        ("/account/login", "login"),
        ("/account/home", "editing"),
        ("/robots.txt", "static file"),
        ("/articles/5616445", "not an item"),
        ("/articles/dataset/Some_title/x", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try FigsharePlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            ("/articles/dataset/T/5/2", nil, "https://repo.example/articles/dataset/T/5"),
            ("/ndownloader/files/999", nil, nil),
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try FigsharePlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }

    @Test(arguments: [
        ("/ndownloader/files/999", "R oai:repo.example:article/5616445 nil"),
        ("/ndownloader/files/1", "file 1 has not been looked up yet"),
    ])
    func resolves(target: String, verdict: String) throws {
        let resolver = FixedResolver([Reference(.file, "999"): .item(FoundItem("article/5616445"))])
        #expect(try FigsharePlugin(settings: .testing([:], resolver: resolver)).resolution(of: target) == verdict)
    }
}
