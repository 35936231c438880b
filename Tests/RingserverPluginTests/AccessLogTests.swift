import PluginAPI
import PluginTestKit
import Testing

@Suite("The access log of a ringserver") struct AccessLogTests {
    private static let log = PackageRoot.sharedData("ringserver/accesslog-20261121T0000-20261121T0100.jsonl")

    @Test("A real server's", .enabled(if: log != nil, "needs ../shared/data"))
    func realLog() throws {
        let found = try PackageRoot.lines(of: try #require(Self.log)).map { line in
            let parsed = try #require(try parsed(String(decoding: line, as: UTF8.self)))
            #expect(parsed.transfers.isEmpty)
            return "\(parsed.exclusion?.description ?? "-") \(parsed.text(parsed.userAgent))"
        }
        #expect(
            found == [
                "connect ", "command DATA obspy/1.5", "connect ", "disconnect obspy/1.5", "command DATA ",
                "disconnect ", "connect ", "command DATA slinktool/4.4 test", "disconnect slinktool/4.4 test",
            ])
    }

    @Test(
        "Hostile paths are read as they are",
        arguments: [
            (#"/streams?match=.*"#, "/streams?match=.*"), (#"/\u0000\u001b[2J"#, "/\0\u{1b}[2J"),
            (#"/\"}\n{"#, "/\"}\n{"),
            (#"/\ud83d\ude00"#, "/😀"), ("", ""),
        ])
    func paths(json: String, path: String) throws {
        let record = """
            {"log_time":"2026-08-20T08:00:01Z","connect_time":"2026-08-20T08:00:00Z","client":{"ip":"192.0.2.7",\
            "hostname":"192.0.2.7"},"event":"command","command":"GET","detail":"\(json)"}
            """
        let line = try #require(try parsed(record))
        #expect(line.text(line.url) == path && line.text(line.method) == "GET")
        #expect(line.exclusion == Exclusion(rule: "command", detail: "GET"))
        #expect(line.time.rfc3339 == "2026-08-20T08:00:01Z" && line.text(line.ip) == "192.0.2.7")
    }
}
