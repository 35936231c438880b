/// The lines of usage-protocols.md, section 8, and of section E1 of the notes on other tools (Narcissus).
extension Example {
    static let all = accessLogs + proxies + columns + objects

    private static let time = "[15/Jun/2024:13:35:07 +0100]"
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"
    private static let bitstream = "/server/api/core/bitstreams/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/content"

    static let accessLogs = [
        Example(
            "common", #"192.0.2.44 - - \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576"#,
            url: "/123/1/thesis.pdf", agent: ""),
        Example(
            "combined",
            #"192.0.2.44 - jbloggs \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576 "https://scholar.google.com/" "\#(firefox)""#,
            url: "/123/1/thesis.pdf", referer: "https://scholar.google.com/", agent: firefox),
        Example(
            "nginx", auto: "combined",
            #"192.0.2.44 - - \#(time) "GET /123/ HTTP/1.1" 200 5 "-" "Odd \x22Agent\x22 \xC3\xA9/1.0""#, url: "/123/",
            bytes: 5, agent: #"Odd "Agent" é/1.0"#),
        Example(
            "vhost_common", #"eprints.example.ac.uk 192.0.2.44 - - \#(time) "GET /123/ HTTP/1.1" 304 -"#,
            host: "eprints.example.ac.uk", url: "/123/", status: 304, bytes: 0, agent: ""),
        Example(
            "vhost_combined",
            #"eprints.example.ac.uk:443 192.0.2.44 - - \#(time) "GET /123/ HTTP/1.1" 304 - "-" "Mozilla/5.0 (X11)""#,
            host: "eprints.example.ac.uk:443", url: "/123/", status: 304, bytes: 0),
        Example(
            "combined_forwarded",
            #"10.0.0.1 - - \#(time) "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)" "192.0.2.44, 10.0.0.9""#,
            ip: "10.0.0.1", forwardedFor: "192.0.2.44, 10.0.0.9", url: "/123/", bytes: 512),
        Example(
            "combined", #"192.0.2.44, 10.0.0.1 - - \#(time) "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)""#,
            ip: "192.0.2.44, 10.0.0.1", forwardedFor: "192.0.2.44, 10.0.0.1", url: "/123/", bytes: 512),
        Example(
            "lighttpd",
            #"192.0.2.44 eprints.example.ac.uk - \#(time) "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)""#,
            host: "eprints.example.ac.uk", url: "/123/", bytes: 512),
        Example(
            "narcissus",
            #"193.51.208.1 mirror.example.org - [20/Aug/2026:10:11:12 +0200] "GET /fedora/x.iso HTTP/1.1" 200 4096 "-" "curl/8" 512 4608"#,
            ip: "193.51.208.1", host: "mirror.example.org", time: "2026-08-20T08:11:12Z", url: "/fedora/x.iso",
            bytes: 4096, bytesIn: 512, bytesOut: 4608, agent: "curl/8"),
        Example(
            "tomcat", auto: "common", #"192.0.2.44 - - \#(time) "GET \#(bitstream) HTTP/1.1" 200 1048576"#,
            url: bitstream, agent: ""),
        Example(
            "tomcat", auto: "combined",
            #"192.0.2.44 - - \#(time) "GET \#(bitstream) HTTP/1.1" 200 1048576 "-" "Mozilla/5.0 (\u0058\ud83d\ude0011)""#,
            url: bitstream, agent: "Mozilla/5.0 (X😀11)"),
        Example(
            "icecast",
            #"192.0.2.44 - theuser [15/Jun/2024:07:35:07 -0500] "GET /stream.ogg HTTP/1.0" 200 368 "-" "Mozilla/5.0 (X11)" 1807"#,
            url: "/stream.ogg", httpProtocol: "HTTP/1.0", bytes: 368),
        Example(
            "traefik",
            #"192.0.2.44 - - [15/Jun/2024:12:35:07 +0000] "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0" 42 "repo@docker" "http://172.18.0.3:80" 31ms"#,
            url: "/123/", bytes: 512, agent: "Mozilla/5.0"),
        Example(
            "ora",
            #"2009-04-01 01:14:28,301,301 INFO  [wsgi] 192.0.2.142 - - [01/Apr/2009:01:14:27 +0100] "GET /objects/uuid%3Ac2c638d3-fc6c-4dd1-85c8-682f3e9f40a2/datastreams/ATTACHMENT02 HTTP/1.1" 200 375650 "http://www.example.com/search?q=x" "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)""#,
            ip: "192.0.2.142", time: "2009-04-01T00:14:27Z",
            url: "/objects/uuid%3Ac2c638d3-fc6c-4dd1-85c8-682f3e9f40a2/datastreams/ATTACHMENT02", bytes: 375_650,
            referer: "http://www.example.com/search?q=x", agent: "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"),
        Example(
            "syslog",
            #"Jun 15 13:35:07 web1 httpd[2211]: 192.0.2.44 - - \#(time) "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)""#,
            url: "/123/", bytes: 512),
        Example(
            "gandi",
            #"repo.example.org 192.0.2.44 - - \#(time) (0 s) "GET /123/ HTTP/1.1" 200 512 "https://x.example/" "Mozilla/5.0""#,
            host: "repo.example.org", url: "/123/", bytes: 512, referer: "https://x.example/", agent: "Mozilla/5.0"),
        Example(
            "ovh", #"192.0.2.44 - - \#(time) "GET /123/ HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)" repo.example.org"#,
            host: "repo.example.org", url: "/123/", bytes: 512),
    ]

    static let proxies = [
        Example(
            "elb",
            #"2024-06-15T12:35:07.123456Z my-elb 192.0.2.44:51234 10.0.0.7:8080 0.000071 0.031 0.000052 200 200 0 1048576 "GET https://repo.example.org:443/bitstream/handle/1826/936/a.pdf?sequence=1 HTTP/1.1" "Mozilla/5.0 (X11)" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"#,
            host: "repo.example.org:443", url: "/bitstream/handle/1826/936/a.pdf?sequence=1"),
        Example(
            "alb",
            #"https 2024-06-15T12:35:07.123456Z app/my-alb/0123 192.0.2.44:51234 10.0.0.7:8080 0.001 0.030 0.000 200 200 310 1048576 "GET https://repo.example.org:443/123/1/a.pdf HTTP/2.0" "Mozilla/5.0 (X11)" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:...:targetgroup/t/1 "Root=1-66" "repo.example.org" "arn:...:certificate/c" 0 2024-06-15T12:35:07.090000Z "forward" "-" "-" "10.0.0.7:8080" "200" "-" "-""#,
            host: "repo.example.org:443", url: "/123/1/a.pdf", httpProtocol: "HTTP/2.0", bytesIn: 310),
        Example(
            "s3",
            #"79a59df900b949e55d96a1e6 repo-bucket [15/Jun/2024:12:35:07 +0000] 192.0.2.44 - 3E57427F3EXAMPLE WEBSITE.GET.OBJECT 123/a.pdf "GET /123/a.pdf HTTP/1.1" 200 - 1048576 1048576 35 34 "-" "Mozilla/5.0 (X11)" -"#,
            host: "repo-bucket", url: "/123/a.pdf"),
        Example(
            "haproxy zone=+0100", auto: "haproxy",
            #"Jun 15 13:35:07 lb1 haproxy[2211]: 192.0.2.44:51234 [15/Jun/2024:13:35:07.101] fe_https~ be_repo/app1 0/0/1/29/31 200 1048800 - - ---- 12/12/1/1/0 0/0 "GET /123/1/a.pdf HTTP/1.1""#,
            url: "/123/1/a.pdf", bytes: 1_048_800, agent: ""),
        Example(
            "haproxy zone=+0100 captures=User-Agent|Referer|Host", auto: "haproxy",
            #"2001:db8::1:51234 [15/Jun/2024:13:35:07.101] fe be/app1 0/0/1/29/31 200 512 - - ---- 12/12/1/1/0 0/0 {Moz{} (X11)|https://x.example/|repo.example} {nginx} "GET /123/ HTTP/1.1""#,
            ip: "2001:db8::1", host: "repo.example", url: "/123/", bytes: 512, referer: "https://x.example/",
            agent: "Moz{} (X11)"),
    ]

    static let columns = [
        Example(
            "iis",
            before: [
                "#Software: Microsoft Internet Information Services 10.0",
                "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
            ],
            "2024-06-15 12:35:07 10.0.0.5 GET /123/1/thesis.pdf - 443 - 192.0.2.44 Mozilla/5.0+(X11;+Linux+x86_64) https://scholar.google.com/ 200 0 0 31",
            url: "/123/1/thesis.pdf", httpProtocol: "", bytes: 0, referer: "https://scholar.google.com/",
            agent: "Mozilla/5.0 (X11; Linux x86_64)"),
        Example(
            "w3c",
            before: [
                "#Version: 1.0", "#Fields: date\ttime\tc-ip\tcs-method\tcs-uri-stem\tcs-uri-query\tsc-status\tcs-host",
            ],
            "2024-06-15\t12:35:07\t192.0.2.44\tGET\t/a.pdf\tsequence=1\t206\trepo.example", host: "repo.example",
            url: "/a.pdf?sequence=1", httpProtocol: "", status: 206, bytes: 0, agent: ""),
        Example(
            "w3c", before: ["#Fields: date time c-ip cs-method cs-uri sc-status cs(User-Agent) x-name"],
            #"2024-06-15 12:35:07 "192.0.2.44" "GET" "/a b.pdf" 200 "Mozilla/5.0 (X11)" "a ""b"" c""#,
            url: "/a b.pdf", httpProtocol: "", bytes: 0),
        Example(
            "netscaler",
            "2024-06-15 12:35:07 192.0.2.44 - HTTP 192.0.2.254 8080 GET /123/ a=b 302 247 355 1 HTTP/1.1 Mozilla/5.0+(X11) - -",
            url: "/123/?a=b", status: 302, bytes: 355, bytesIn: 247),
        Example(
            "cloudfront",
            "2024-06-15\t12:35:07\tLHR61-P1\t1048976\t192.0.2.44\tGET\td111.cloudfront.net\t/123/a.pdf\t200\t-\tMozilla/5.0%2520(X11)\t-\t-\tHit\tid==\trepo.example\thttps\t310\t0.031\t203.0.113.9\tTLSv1.2\tECDHE\tHit\tHTTP/2.0\t-\t-\t51234\t0.031\tHit\tapplication/pdf\t1048576\t-\t-",
            forwardedFor: "203.0.113.9", host: "d111.cloudfront.net", url: "/123/a.pdf", httpProtocol: "HTTP/2.0",
            bytes: 1_048_976, bytesIn: 310),
        Example(
            "shoutcast",
            before: [
                "#Software: SHOUTcast",
                "#Fields: c-ip c-dns date time cs-uri-stem c-status cs(User-Agent) sc-bytes x-duration avgbandwidth",
            ],
            "192.0.2.44 203.0.113.1 2024-06-15 12:35:07 /stream?title=UKR%20Nights 200 NSPlayer%2F10.0%20WMFSDK%2F10.0 65580 1 524640",
            url: "/stream?title=UKR%20Nights", httpProtocol: "", bytes: 65_580, agent: "NSPlayer/10.0 WMFSDK/10.0"),
    ]

    static let objects = [
        Example(
            "caddy",
            #"{"level":"info","ts":1718454907.123,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"10.0.0.1","remote_port":"51234","client_ip":"192.0.2.44","proto":"HTTP/2.0","method":"GET","host":"repo.example.org","uri":"/123/1/a.pdf","headers":{"User-Agent":["Mozilla/5.0 (X11)"],"Referer":["https://x.example/"]}},"bytes_read":0,"user_id":"","duration":0.031,"size":1048576,"status":200,"resp_headers":{}}"#,
            host: "repo.example.org", url: "/123/1/a.pdf", httpProtocol: "HTTP/2.0", referer: "https://x.example/"),
        Example(
            "traefik_json",
            #"{"ClientAddr":"192.0.2.44:51234","ClientHost":"192.0.2.44","ClientUsername":"-","DownstreamContentSize":1048576,"DownstreamStatus":200,"Duration":31000000,"RequestHost":"repo.example.org","RequestMethod":"GET","RequestPath":"/123/1/a.pdf","RequestProtocol":"HTTP/2.0","StartUTC":"2024-06-15T12:35:07.1Z","request_User-Agent":"Mozilla/5.0 (X11)","request_Referer":"-","time":"2024-06-15T12:35:09Z"}"#,
            host: "repo.example.org", url: "/123/1/a.pdf", httpProtocol: "HTTP/2.0"),
        Example(
            "nginx_json",
            #"{"ip":"192.0.2.44","host":"repo.example.org","path":"/123/","status":"200","referrer":"-","user_agent":"Mozilla/5.0","length":512,"generation_time_milli":0.031,"date":"2024-06-15T13:35:07+01:00"}"#,
            host: "repo.example.org", url: "/123/", httpProtocol: "", bytes: 512, agent: "Mozilla/5.0"),
        Example(
            "nginx_json",
            #"{ "time_local": "15/Jun/2024:13:35:07 +0100", "remote_addr": "2001:db8::1", "request": "HEAD /a\u0020\"b\" HTTP/1.1", "status": 404, "body_bytes_sent": "-", "http_user_agent": "\u00e9\ud83d\ude00\n\/", "tags": [1, [{"ip": "no"}]], "none": null }"#,
            ip: "2001:db8::1", method: "HEAD", url: #"/a "b""#, status: 404, bytes: 0, agent: "é😀\n/"),
    ]
}
