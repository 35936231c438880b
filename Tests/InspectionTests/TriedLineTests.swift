import Forwarding
import Inspection
import OraPlugin
import PluginAPI
import PluginTestKit
import Settings
import Testing

@Suite struct TriedLineTests {
    private func tried(_ line: String) throws -> TriedLine {
        let renderer = OpenURLRenderer(ForwarderSettings(listento: "", endpointURL: ""))
        let plugin = try OraPlugin(settings: .testing(["format": "common"]))
        return TriedLine(LogMessage(service: "repo.example", line: Array(line.utf8)), plugin, renderer)
    }

    @Test func printsAUse() throws {
        let line = #"192.0.2.4 - - [01/Apr/2009:01:14:27 +0100] "GET /objects/ora%3A1 HTTP/1.1" 200 7"#
        let expected = """
            {"parsed": {"service": "repo.example", "time": "2009-04-01T00:14:27Z", "ip": "192.0.2.4", "method": "GET", \
            "url": "/objects/ora%3A1", "protocol": "HTTP/1.1", "status": 200, "bytes": 7, "referer": "", \
            "useragent": "", "event": "Investigation", "item": "oai:repo.example:ora:1", "part": null, "file_url": null, \
            "item_url": "https://repo.example/objects/ora:1", "robot": false, "robot_pattern": null, \
            "user_agent_class": "person", "user_agent_pattern": null, "excluded": null}, \
            "openurl": {"url_ver": "Z39.88-2004", "url_tim": "2009-04-01T00:14:27Z", "req_id": "192.0.2.4", \
            "req_dat": "", "rft.artnum": "oai:repo.example:ora:1", "svc_dat": "https://repo.example/objects/ora%3A1", \
            "rfr_dat": "", "rfr_id": "repo.example", "rft_dat": "Investigation"}, "error": null}
            """
        #expect(try tried(line).json.line == expected)
    }

    @Test func printsWhatIsNotSent() throws {
        let line = #"192.0.2.4 - - [01/Apr/2009:01:14:27 +0100] "GET /objects/ora%3A1 HTTP/1.1" 404 7"#
        let json = try tried(line).json.line
        #expect(json.contains(#""event": null, "item": null"#))
        #expect(
            json.hasSuffix(
                #""user_agent_class": "person", "user_agent_pattern": null, "excluded": "status 404"}, "openurl": null, "error": null}"#
            ))
    }

    @Test func printsWhatIsMeasured() throws {
        let settings = PluginSettings.testing(["format": #"%h %l %u %t "%r" %>s %b %D"#, "measure": "duration, bytes"])
        let line = #"192.0.2.4 - - [01/Apr/2009:01:14:27 +0100] "GET /objects/ora%3A1 HTTP/1.1" 200 7 31000"#
        let tried = TriedLine(
            LogMessage(service: "repo.example", line: Array(line.utf8)), try OraPlugin(settings: settings),
            OpenURLRenderer(ForwarderSettings(listento: "", endpointURL: "")))
        let measured = #"""
            "measurements": [{"name": "duration", "value": 0.031, "unit": "s", "kind": "timer"}, \
            {"name": "bytes", "value": 7.0, "unit": "bytes", "kind": "gauge"}]}, "openurl"
            """#.replacing("\\\n", with: "")
        #expect(tried.json.line.contains(measured), "\(tried.json.line)")
        let shown = tried.parsed?.shownFields.filter { $0.name == "measurement" }.map(\.value)
        #expect(shown == ["duration 0.031 s", "bytes 7.0 bytes"])
    }

    @Test func printsWhatIsMalformed() throws {
        #expect(
            try tried("x").json.line
                == #"{"parsed": null, "openurl": null, "error": "address at column 1: the line ends here"}"#)
        #expect(try tried("# comment").json.line == #"{"parsed": null, "openurl": null, "error": null}"#)
    }
}
