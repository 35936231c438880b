import LogFormats
import PluginAPI
import Testing

/// How long requests took, where formats tell it.
@Suite struct DurationTests {
    private static let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET /a HTTP/1.1" 200 512"#
    private static let caddy =
        #"{"ts":1718454907.1,"request":{"client_ip":"192.0.2.4","proto":"HTTP/2.0","method":"GET","host":"r","uri":"/a"},"status":200,"size":1,"duration":"#
    private static let traefik =
        #"{"ClientHost":"192.0.2.44","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/a","StartUTC":"2024-06-15T12:35:07.1Z","Duration":"#
    private static let nginx =
        #"{"time_iso8601":"2024-06-15T12:35:07Z","remote_addr":"192.0.2.44","request":"GET /a HTTP/1.1","status":"200","request_time":"#
    private static let iis =
        "iis date time cs-method cs-uri-stem c-ip cs(User-Agent) sc-status sc-substatus time-taken"
    private static let columns = "2024-06-15 12:35:07 GET /a 192.0.2.44 Firefox 200"

    @Test(
        arguments: [
            ("%h %l %u %t \"%r\" %>s %b %D", "\(line) 31000", 0.031),
            ("%h %l %u %t \"%r\" %>s %b %T", "\(line) 12", 12),
            ("%h %l %u %t \"%r\" %>s %b %{ms}T", "\(line) 1500", 1.5),
            ("%h %l %u %t \"%r\" %>s %b %{us}T", "\(line) 5", 5e-6),
            ("%h %l %u %t \"%r\" %>s %b %D", "\(line) -", nil),
            (
                "$remote_addr - - [$time_local] \"$request\" $status $body_bytes_sent $request_time", "\(line) 0.031",
                0.031
            ),
            ("$remote_addr - - [$time_local] \"$request\" $status $body_bytes_sent $request_time", "\(line) soon", nil),
            ("caddy", "\(caddy)0.031}", 0.031), ("caddy", "\(caddy)3.1e-05}", 3.1e-05),
            ("caddy", #"\#(caddy)"31ms"}"#, nil),
            ("caddy", "\(caddy)-1}", nil), ("caddy", "\(caddy)1e999}", nil),
            ("traefik_json", "\(traefik)31000000}", 0.031), ("nginx_json", #"\#(nginx)"0.250"}"#, 0.25),
            (iis, "\(columns) 0 31", 0.031),
            (
                "w3c date time cs-method cs-uri-stem c-ip sc-status time-taken",
                "2024-06-15 12:35:07 GET /a 192.0.2.44 200 31", nil
            ),
            (
                "cloudfront date time x-edge-location sc-bytes c-ip cs-method cs-uri-stem sc-status time-taken",
                "2024-06-15\t12:35:07\tFRA\t1\t192.0.2.44\tGET\t/a\t200\t0.031", 0.031
            ),
            ("common", line, nil),
        ] as [(String, String, Double?)])
    func durations(format: String, line: String, seconds: Double?) throws {
        let parsed = try LogFormats.format(named: format).parse(LogMessage(service: "s", line: Array(line.utf8)))
        let found = try #require(parsed)
        #expect(found.status == 200)
        guard let seconds else { return #expect(found.duration == nil) }
        let duration = try #require(found.duration)
        #expect(abs(duration - seconds) < 1e-9)
    }
}
