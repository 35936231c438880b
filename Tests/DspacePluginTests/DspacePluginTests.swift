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
        ("/handle/1826/936/browse", "not an item"), ("/handle/1826/936/discover?query=x", "not an item"),
        ("/bitstream/handle/1826/936/a%20b.pdf?sequence=4&isAllowed=y", "R \(handle)"),
        ("/xmlui/bitstream/handle/1826/936/folder/a.pdf", "R \(handle)"),
        ("/bitstream/handle/1826/936/a.pdf.jpg?sequence=5", "thumbnail"),
        ("/bitstream/handle/1826/936/a.preview.jpg", "thumbnail"),
        ("/bitstream/handle/1826/936/a.pdf.txt", "extracted text"),
        ("/bitstream/handle/1826/936/license.txt?sequence=2", "licence"),
        ("/bitstream/handle/1826/936/license_rdf", "licence"), ("/bitstream/handle/1826/936/notes.txt", "R \(handle)"),
        ("/bitstream/1826/936/4/a.pdf", "R \(handle)"), ("/jspui/bitstream/1826/936/4/a.pdf", "R \(handle)"),
        ("/bitstream/1826/936/4/license.txt", "licence"), ("/bitstream/id/42", "not an item"),
        ("/items/\(uuid)", "I oai:repo.example:\(uuid)"), ("/items/\(uuid)/full", "I oai:repo.example:\(uuid)"),
        ("/entities/publication/\(uuid)/full", "I oai:repo.example:\(uuid)"),
        ("/bitstreams/\(uuid)/download", "not an item"),
        ("/server/api/core/bitstreams/\(uuid)/content", "R oai:repo.example:\(uuid)"),
        ("/api/core/bitstreams/\(uuid)/content?x=1", "R oai:repo.example:\(uuid)"),
        ("/server/api/core/items/\(uuid)", "not an item"), ("/items/\(uuid)0", "not an item"),
        ("/metadata/handle/1826/936/mets.xml", "not an item"), ("/themes/x.css", "not an item"),
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
}
