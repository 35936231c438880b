import OjsPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct OjsPluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/index.php/jx/article/view/77", "I oai:repo.example:article/77"),
        ("/index.php/jx/en/article/view/77", "I oai:repo.example:article/77"),
        ("/jx/article/view/77/", "I oai:repo.example:article/77"),
        ("/jx/fr_CA/article/view/77?x=y", "I oai:repo.example:article/77"),
        ("/jx/sr@latin/article/view/77", "I oai:repo.example:article/77"),
        ("/ojs/index.php/jx/article/view/77", "I oai:repo.example:article/77"),
        ("/article/view/77", "I oai:repo.example:article/77"),
        ("/index.php//jx/article//view/77", "I oai:repo.example:article/77"),
        ("/jx/article/view/77/version/5", "I oai:repo.example:article/77"),
        ("/jx/article/view/a-word", "I oai:repo.example:article/a-word"),
        ("/index.php/jx/article/view/77/88", "file page"),
        ("/index.php/jx/article/viewFile/77/88", "file page"),
        ("/jx/en/article/downloadSuppFile/77/s1", "file page"),
        ("/index.php/jx/article/download/77/88", "R oai:repo.example:article/77"),
        ("/jx/article/download/77/pdf/99", "R oai:repo.example:article/77"),
        ("/jx/en/article/download/77/88?inline=1", "R oai:repo.example:article/77"),
        ("/jx/article/download/77/version/5/88", "R oai:repo.example:article/77"),
        ("/jx/article/download/77", "not an item"),
        ("/index.php/jx/issue/download/3/4", "bulk download"),
        ("/index.php/jx/issue/view/3", "collection"),
        ("/index.php/jx/issue/archive/2", "collection"),
        ("/index.php/jx/citationstylelanguage/get/apa?submissionId=77", "metadata"),
        ("/index.php/jx/gateway/plugin/WebFeedGatewayPlugin/rss2", "feed"),
        ("/index.php/jx/oai?verb=Identify", "harvesting"),
        ("/index.php/jx/search/search?query=x", "search"),
        ("/index.php/jx/en/search", "search"),
        ("/index.php/jx/login", "login"),
        ("/index.php/jx/user/register", "login"),
        ("/index.php/jx/$$$call$$$/x", "API"),
        ("/index.php/jx/submissions", "editing"),
        ("/index.php/jx/workflow/index/77/5", "editing"),
        ("/lib/pkp/styles/build.css?v=3", "static file"),
        ("/public/journals/1/cover.jpg", "static file"),
        ("/index.php/jx/about", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try OjsPlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            (
                "/ojs/index.php/jx/en/article/download/77/88", "88",
                "https://repo.example/ojs/index.php/jx/en/article/view/77"
            )
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try OjsPlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }
}
