import Forwarding
import Inspection
import OraPlugin
import PluginAPI
import PluginTestKit
import Settings
import Testing

@testable import loglines

@Suite struct TriedLineTextTests {
    private func tried(_ line: String) throws -> TriedLine {
        let renderer = OpenURLRenderer(ForwarderSettings(listento: "", endpointURL: ""))
        let plugin = try OraPlugin(settings: .testing(["format": "common"]))
        return TriedLine(LogMessage(service: "repo.example", line: Array(line.utf8)), plugin, renderer)
    }

    @Test func showsNoControlCharacters() throws {
        let line = #"192.0.2.4 - - [01/Apr/2009:01:14:27 +0100] "GET /\x1b[2J HTTP/1.1" 200 7"#
        let text = TriedLineText(colours: false).text(try tried(line), number: 1)
        #expect(text.hasPrefix("1  not sent: not an item\n"))
        #expect(!text.contains("\u{1b}") && text.contains(#"GET /\u{1B}[2J"#))
    }

    @Test func showsTheLineInTheColoursOfItsFields() throws {
        let line = #"192.0.2.4 - - [01/Apr/2009:01:14:27 +0100] "GET /a\x1b HTTP/1.1" 200 7"#
        let rows = TriedLineText(colours: true).text(try tried(line), number: 1).split(separator: "\n")
        #expect(rows[1].contains("\u{1b}[35m192.0.2.4\u{1b}[0m - - ["))
        #expect(rows[1].contains(#"\u{1B}"#) && rows[1].contains("\u{1b}[36m/a"))
        #expect(rows.contains { $0.contains("address") && $0.hasSuffix("\u{1b}[35m192.0.2.4\u{1b}[0m") })
        #expect(rows.contains { $0.contains("request") && $0.contains("\u{1b}[36mGET /a") })
    }
}
