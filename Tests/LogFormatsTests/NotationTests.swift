import LogFormats
import PluginAPI
import Testing

@Suite struct NotationTests {
    private static let start = #"192.0.2.44 - bob smith [15/Jun/2024:13:35:07 +0100] "GET /a.pdf?x=1 HTTP/1.1" 200 512"#

    @Test(arguments: [
        Example(
            #"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D"#,
            #"\#(start) "https://x.example/" "Odd \"Agent\" \x01" 31000"#, url: "/a.pdf?x=1", bytes: 512,
            referer: "https://x.example/", agent: "Odd \"Agent\" \u{1}"),
        Example(
            #""%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"""#,
            #"repo.example:443 \#(start) "-" "Mozilla/5.0 (X11)""#, host: "repo.example", url: "/a.pdf?x=1", bytes: 0,
            bytesOut: 512),
        Example(
            #"%{X-Forwarded-For}i %a %l %u %t "%r" %!400s %B %I %O"#,
            #"203.0.113.9, 10.0.0.1 \#(start) 310 4608"#, forwardedFor: "203.0.113.9, 10.0.0.1", url: "/a.pdf?x=1",
            bytes: 512, bytesIn: 310, bytesOut: 4608, agent: ""),
        Example(
            #"%{%Y-%m-%d}t %{%H:%M:%S}t.%{msec_frac}t %{%z}t %m %U%q %H %s %a"#,
            "2024-06-15 13:35:07.123 +0100 GET /a.pdf?x=1 HTTP/1.1 200 2001:db8::1", ip: "2001:db8::1",
            url: "/a.pdf?x=1", bytes: 0, agent: ""),
        Example(
            "zone=-0930 %{begin:%d/%b/%Y:%T}t\t%a\t%m\t%U\t%q\t%s\t%B",
            "15/Jun/2024:03:05:07\t[2001:db8::1]:8080\tGET\t/a.pdf\t?x=1\t200\t512",
            ip: "[2001:db8::1]:8080", url: "/a.pdf?x=1", httpProtocol: "", bytes: 512, agent: ""),
        Example(
            #"%{sec}t %h "%r" %s %% %b"#, #"1718454907 192.0.2.44 "GET /a b HTTP/1.1" 200 % -"#, url: "/a b", bytes: 0,
            agent: ""),
        Example(
            #"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for""#,
            #"\#(start) "-" "Odd \x22Agent\x22" "203.0.113.9""#, forwardedFor: "203.0.113.9", url: "/a.pdf?x=1",
            bytes: 512, agent: #"Odd "Agent""#),
        Example(
            #"$time_iso8601|$remote_addr:$remote_port|$request_method $scheme://$host$request_uri $server_protocol|$status|${body_bytes_sent}|$http_user_agent"#,
            "2024-06-15T13:35:07+01:00|2001:db8::1:51234|GET https://repo.example/a.pdf?x=1 HTTP/2.0|200|512|Mozilla/5.0 (X11)",
            ip: "2001:db8::1", host: "repo.example", url: "/a.pdf?x=1", httpProtocol: "HTTP/2.0", bytes: 512),
        Example(
            #"$remote_addr $remote_user $time_local $request_method $request_uri $status $time_local"#,
            "192.0.2.44 bob smith 15/Jun/2024:13:35:07 +0100 GET /a 200 16/Jun/2024:13:35:07 +0100", url: "/a",
            httpProtocol: "", bytes: 0, agent: ""),
        Example(
            #"$msec $remote_addr $uri$is_args$args "$http_user_agent" $request_length"#,
            #"1718454907.123 192.0.2.44 /a.pdf?x=1 "Mozilla/5.0 (X11)" 310"#, url: "/a.pdf?x=1", httpProtocol: "",
            status: 0, bytes: 0, bytesIn: 310),
        Example(
            #"escape=json {"t":"$time_iso8601","a":"$remote_addr","r":"$request","s":$status,"u":"$http_user_agent"}"#,
            #"{"t":"2024-06-15T12:35:07Z","a":"192.0.2.44","r":"GET /a HTTP/1.1","s":200,"u":"Odd \"Agent\" \u0001\\"}"#,
            url: "/a", bytes: 0, agent: "Odd \"Agent\" \u{1}\\"),
        Example(
            #"escape=none $remote_addr [$time_local] "$request" "$http_user_agent" $status"#,
            #"192.0.2.44 [15/Jun/2024:13:35:07 +0100] "GET /a HTTP/1.1" "Odd "Agent"/1 \x" 200"#, url: "/a", bytes: 0,
            agent: #"Odd "Agent"/1 \x"#),
    ])
    func readsWhatTheServerWasTold(example: Example) throws {
        let line = try #require(try LogFormats.format(named: example.format).parse(example.line))
        #expect(allFields(line) == example.fields)
    }

    @Test(arguments: [
        ("%h %t %y", "there is no code %y at column 7"),
        ("%h %t %{Referer", "'{' without '}' at column 7"),
        (#"%h %t "%U%H""#, "nothing stands between %U and %H"),
        ("%h %U", "has no time (%t, $time_local)"),
        ("%t %r", "has no client's address (%h, $remote_addr)"),
        ("$remote_addr [$time_local]", "has no request (%r, $request)"),
        ("$remote_addr $ [$time_local]", "'$' without a variable's name at column 14"),
        ("%h %{%Y-%j}t %r", "%{%j}t at column 4 cannot be read"),
        ("zone=Mars %h %t %r", "zone 'Mars' is none of machine, UTC and offsets like +0100"),
        ("escape=yaml $remote_addr", "escape is 'yaml', none of default, json, none"),
        ("iis date time", "the columns lack one of date, time, c-ip, cs-uri-stem"),
        ("combined zone=UTC", "combined takes no 'zone=UTC'"),
        ("haproxy x", "haproxy takes zone= and captures=, no 'x'"),
    ])
    func saysWhatIsWrongWithAFormat(format: String, reason: String) {
        #expect(throws: PluginError.option("format", reason)) { try LogFormats.format(named: format) }
    }

    @Test(arguments: [
        (#"%h %l %u %t "%r" %>s %b"#, #"192.0.2.44 - - 15"#, "%u at column 14: no ' [' after it"),
        (
            #"%h %t "%r" %>s"#, #"192.0.2.44 [15/Jun/2024:13:35:07 +0100] "GET / HTTP/1.1" 2o0"#,
            "%>s at column 58: no number"
        ),
        (
            #"%h %t "%r" %>s"#, #"192.0.2.44 [15/Foo/2024:13:35:07 +0100] "GET / HTTP/1.1" 200"#,
            "%t at column 16: no such month"
        ),
        (#"%h %t "%r" %>s"#, #"192.0.2.44 [15/Jun/2024:13:35:07 +0100] "GET /"#, "%r at column 42: no closing quote"),
        ("$remote_addr|$msec|$uri", "192.0.2.44|x|/", "$msec at column 12: no number"),
        ("$remote_addr|$msec|$uri", "192.0.2.44", "$remote_addr at column 1: no '|' after it"),
        ("$remote_addr|$msec|$uri", "a/b|1|/", "$remote_addr at column 2: no address"),
        ("$remote_addr|$uri|$msec", "a|/|-", "time at column 6: missing"),
        ("%a %{%F}t %{%T}t %U", "::1 2023-02-29 00:00:00 /", "time at column 5: no such day or time of day"),
    ])
    func saysWhichFieldFailed(format: String, line: String, reason: String) throws {
        let format = try LogFormats.format(named: format)
        #expect(throws: PluginError.malformed(reason)) { try format.parse(line) }
    }
}
