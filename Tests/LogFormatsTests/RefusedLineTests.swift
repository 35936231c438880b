import LogFormats
import PluginAPI
import Testing

/// What the objects, load balancers and `auto` say of lines that they cannot read.
@Suite struct RefusedLineTests {
    private static let json = #"{"date":"2024-06-15T13:35:07+01:00","ip":"::1","path":"/","status":"200"}"#

    @Test(arguments: [
        ("nginx_json", String(json.dropLast()), "key at column 73: missing"),
        ("nginx_json", String(json.dropLast(4)), "status at column 69: no closing quote"),
        ("nginx_json", json.replacing("+01", with: "+1"), "date at column 29: no offset like +01:00 or Z"),
        ("nginx_json", json.replacing(#""200""#, with: "2x"), "status at column 68: no number"),
        ("nginx_json", json.replacing("path", with: "pfad"), "target at column 74: missing"),
        ("nginx_json", json.replacing("date", with: "datum"), "time at column 75: missing"),
        ("nginx_json", json + "x", "end at column 74: more than an object"),
        ("nginx_json", json.replacing(#""ip":"#, with: #""ip" "#), "value at column 42: no ':' before it"),
        ("nginx_json", "[]", "object at column 1: no '{' before it"),
        ("caddy", #"{"ts":"x"}"#, "ts at column 8: no number"),
        ("elb", "2024-06-15T12:35:07Z lb 192.0.2.44:1 -", "$backend at column 38: no ' ' after it"),
        ("elb", "2024-06-15 lb", "$time_iso8601 at column 1: not year-month-dayThour:minute:second"),
        ("alb", "2024-06-15T12:35:07Z my-elb", "$time_iso8601 at column 22: no ' ' after it"),
        (
            "s3", "o b [15/Jun/2024:12:35:07 +0000] 1 2 3 REST.GET.OBJECT k - 200",
            "$key at column 56: no ' \"' after it"
        ),
        ("haproxy", "192.0.2.44:1 [15/Jun/2024:12:35:07] f b", "backend at column 39: the line ends here"),
        (
            "haproxy", "192.0.2.44:1 [15/Jun/2024 12:35:07] f b",
            "time at column 15: not day/month/year:hour:minute:second"
        ),
        (
            "haproxy", "192.0.2.44:1 [15/Jun/2024:12:35:07] f b 0 200 5 - - - - - {a b",
            "captured headers at column 60: no '}' after them"
        ),
        (
            "combined_forwarded", #"1 - - [15/Jun/2024:12:35:07 +0000] "-" 200 5 "-" "-""#,
            "X-Forwarded-For at column 53: missing"
        ),
        ("narcissus", #"1 - - [15/Jun/2024:12:35:07 +0000] "-" 200 5 "-" "-" 1"#, "bytes out at column 55: missing"),
        ("traefik", #"1 - - [15/Jun/2024:12:35:07 +0000] "-" 200 5 "-" "-" 1 "a""#, "server at column 59: missing"),
        ("syslog", "Jun 15 13:35:07", "syslog's prefix at column 1: no ': ' after it"),
        ("auto", "hello world", "ident at column 7: the line ends here (as combined; no other preset reads it)"),
    ])
    func saysWhichFieldFailed(format: String, line: String, reason: String) throws {
        let format = try LogFormats.format(named: format)
        #expect(throws: PluginError.malformed(reason)) { try format.parse(line) }
    }

    /// Without a limit the stack would end before the line does.
    @Test(arguments: ["[", #"{"x":"#]) func refusesDeepNesting(begin: String) throws {
        let line = #"{"x":"# + String(repeating: begin, count: 60_000 / begin.count)
        let error = try #require(throws: PluginError.self) {
            try LogFormats.format(named: "nginx_json").parse(line)
        }
        #expect(error.reason.hasSuffix(": too deep"))
    }

    @Test func autoKeepsToItsChoice() throws {
        let auto = try LogFormats.format(named: "auto")
        let vhost = #"a.example:443 192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET / HTTP/1.1" 200 5 "-" "-""#
        let combined = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET / HTTP/1.1" 200 5 "-" "-""#
        _ = try auto.parse(combined)
        #expect(auto.chosen == "combined")
        for _ in 0..<9 { #expect(try auto.parse(vhost).map { $0.text($0.ip) } == "192.0.2.44") }
        #expect(auto.chosen == "vhost_combined")
        let reason = "time at column 36: no [day/month/year:hour:minute:second zone] from here on"
        #expect(throws: PluginError.malformed(reason)) {
            try auto.parse("192.0.2.44 - \(combined.dropFirst(15))")
        }
        for _ in 0..<20 { _ = try? auto.parse(combined) }
        #expect(auto.chosen == "vhost_combined")
    }

    /// The columns change; those that were decided for go on reading them.
    @Test func autoSeesHeadersBeforeAndAfterItsChoice() throws {
        let auto = try LogFormats.format(named: "auto")
        #expect(try auto.parse("#Fields: date time c-ip cs-uri-stem sc-status sc-substatus") == nil)
        for _ in 0..<20 { #expect(try auto.parse("2024-06-15 12:35:07 192.0.2.44 /a 200 0")?.status == 200) }
        #expect(auto.chosen == "iis")
        #expect(try auto.parse("#Fields: date time c-ip sc-status cs-uri-stem") == nil)
        #expect(try auto.parse("2024-06-15 12:35:07 192.0.2.44 304 /a")?.status == 304)
    }
}
