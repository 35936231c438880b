import IslandoraPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite struct IslandoraPluginTests {
    /// Sections 6.2 to 6.4 of usage-protocols.md.
    @Test(arguments: [
        ("/islandora/object/islandora:42", "I oai:repo.example:islandora_42"),
        ("/islandora/object/islandora%3A42", "I oai:repo.example:islandora_42"),
        ("/islandora/object/islandora%3a42/view?solr_nav=1", "I oai:repo.example:islandora_42"),
        ("/islandora//object/islandora:42/", "I oai:repo.example:islandora_42"),
        ("/fr/islandora/object/my-ns:a_1", "I oai:repo.example:my-ns_a_1"),
        ("/islandora/object/islandora:42/datastream/OBJ/download", "R oai:repo.example:islandora_42"),
        ("/islandora/object/islandora%3A42/datastream/PDF/view/a%20b.pdf?x=y", "R oai:repo.example:islandora_42"),
        ("/fr/islandora/object/islandora:42/datastream/mp4/view", "R oai:repo.example:islandora_42"),
        ("/islandora/object/islandora:42/datastream/TN/view", "thumbnail"),
        ("/islandora/object/islandora:42/datastream/JP2/view", "preview"),
        ("/islandora/object/islandora:42/datastream/MODS/download", "metadata"),
        ("/islandora/object/islandora:42/datastream/RELS-EXT/view", "metadata"),
        ("/islandora/object/islandora:42/datastream/FULL_TEXT/view", "extracted text"),
        ("/islandora/object/islandora:42/datastream/HOCR/view", "extracted text"),
        ("/islandora/object/islandora:42/datastream/OGG/view", "derivative"),
        ("/islandora/object/islandora:42/datastream/OBJ/edit", "editing"),
        ("/islandora/object/islandora:42/manage", "editing"),
        ("/islandora/object/islandora:42/print", "preview"),
        ("/islandora/search/x?type=dismax", "search"),
        ("/rss.xml", "feed"),
        ("/oai2?verb=Identify", "harvesting"),
        ("/islandora/rest/v1/object/x:1", "API"),
        ("/user/login", "login"),
        ("/fr/user", "login"),
        ("/admin/islandora", "editing"),
        ("/sites/all/modules/x/a.png", "static file"),
        ("/islandora/object/islandora%253A42", "not an item"),
        ("/islandora/object/42", "not an item"),
        ("/node/42", "not an item"),
    ])
    func classifies(target: String, verdict: String) throws {
        #expect(try IslandoraPlugin(settings: .testing([:])).verdict(on: target) == verdict)
    }

    @Test(
        arguments: [
            (
                "/fr/islandora/object/a%3A1/datastream/OBJ/download", "OBJ",
                "https://repo.example/fr/islandora/object/a:1"
            )
        ] as [(String, String?, String?)])
    func knowsPartAndPage(target: String, part: String?, page: String?) throws {
        let usage = try #require(try IslandoraPlugin(settings: .testing([:])).usage(of: target))
        #expect(usage.part == part)
        #expect(usage.itemURL.map { String(decoding: $0, as: UTF8.self) } == page)
    }
}
