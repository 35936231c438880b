import LogFormats
import PluginAPI
import Testing

func parse(_ line: String, format: String = "combined") throws -> ParsedLine? {
    try parse(bytes: Array(line.utf8), format: format)
}

func parse(bytes: [UInt8], format: String = "combined") throws -> ParsedLine? {
    try LogFormats.format(named: format).parse(LogMessage(service: "repo.example", line: bytes))
}

/// The fields as text: address, time, method, target, protocol, status, bytes, referer, user agent.
func fields(_ line: ParsedLine) -> [String] {
    [
        line.text(line.ip), line.time.rfc3339, line.text(line.method), line.text(line.url),
        line.text(line.httpProtocol),
        String(line.status), String(line.bytes), line.text(line.referer), line.text(line.userAgent),
    ]
}

@Suite struct AccessLogTests {
    private static let time = "[15/Jun/2024:13:35:07 +0100]"

    @Test(arguments: [
        ("common", #"192.0.2.44 - - \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576"#, ["", ""]),
        (
            "combined",
            #"192.0.2.44 - jbloggs \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576 "https://s.example/" "Mozilla/5.0 (X11)""#,
            ["https://s.example/", "Mozilla/5.0 (X11)"]
        ),
        (
            "vhost_combined",
            #"eprints.example.ac.uk:443 192.0.2.44 - - \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576 "-" "Mozilla/5.0 (X11)""#,
            ["", "Mozilla/5.0 (X11)"]
        ),
        (
            "combined",
            #"192.0.2.44 eprints.example.ac.uk - \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576 "-" "Mozilla/5.0" 42 "repo@docker""#,
            ["", "Mozilla/5.0"]
        ),
        (
            "common",
            #"192.0.2.44 - - \#(time) "GET /123/1/thesis.pdf HTTP/1.1" 200 1048576 "-" "Mozilla/5.0""#, ["", ""]
        ),
    ])
    func readsEachFormat(format: String, line: String, headers: [String]) throws {
        let parsed = try #require(try parse(line, format: format))
        let start = ["192.0.2.44", "2024-06-15T12:35:07Z", "GET", "/123/1/thesis.pdf", "HTTP/1.1", "200", "1048576"]
        #expect(fields(parsed) == start + headers)
        #expect(parsed.service == "repo.example")
        #expect(parsed.loggerTime == nil)
    }

    @Test(arguments: ["INFO  [wsgi]", "WARNING [wsgi]", "DEBUG [a.b]"])
    func readsPythonsLoggerBeforeTheLine(logger: String) throws {
        let line =
            #"2009-04-01 01:14:28,301,301 \#(logger) 192.0.2.142 - - [01/Apr/2009:01:14:27 +0100] "GET /o HTTP/1.1" 200 375650 "http://www.example.com/search?q=x" "Mozilla/4.0""#
        let parsed = try #require(try parse(line, format: "ora"))
        #expect(parsed.loggerTime == "2009-04-01T01:14:28,301,301")
        #expect(
            fields(parsed) == [
                "192.0.2.142", "2009-04-01T00:14:27Z", "GET", "/o", "HTTP/1.1", "200", "375650",
                "http://www.example.com/search?q=x", "Mozilla/4.0",
            ])
    }

    /// Section 8.15, first fields.
    @Test(arguments: [
        ("2001:db8:85a3::8a2e:370:7334 - -", "2001:db8:85a3::8a2e:370:7334"),
        ("203.0.113.9, 10.0.0.1 - -", "203.0.113.9, 10.0.0.1"),
        ("203.0.113.9,10.0.0.1 - -", "203.0.113.9,10.0.0.1"),
        ("192.0.2.44 - bob smith", "192.0.2.44"),
        ("192.0.2.44 - bob [admin] smith", "192.0.2.44"),
        ("[::1]:8080 - -", "[::1]:8080"),
    ])
    func readsOddClients(start: String, address: String) throws {
        let parsed = try #require(try parse(#"\#(start) \#(Self.time) "GET / HTTP/2.0" 200 512 "-" "Mozilla/5.0""#))
        #expect(parsed.text(parsed.ip) == address)
        #expect(parsed.text(parsed.userAgent) == "Mozilla/5.0")
    }

    @Test(arguments: [
        (#""GET /a b.pdf HTTP/1.1""#, ["GET", "/a b.pdf", "HTTP/1.1"]),
        (#""GET /123/""#, ["GET", "/123/", ""]),
        (#""GET /a b""#, ["GET", "/a b", ""]),
        (#""-""#, ["", "", ""]),
        (#""""#, ["", "", ""]),
        (#""GET""#, ["", "", ""]),
        (#""GET HTTP/1.1""#, ["GET", "", "HTTP/1.1"]),
        (#""GET  HTTP/1.1""#, ["GET", "", "HTTP/1.1"]),
        (#""\x16\x03\x01\x02\x00 \x01""#, ["", "", ""]),
        (#""GET /a\"b\\c HTTP/1.1""#, ["GET", #"/a"b\c"#, "HTTP/1.1"]),
        (#""GET http://repo.example/a HTTP/1.1""#, ["GET", "http://repo.example/a", "HTTP/1.1"]),
    ])
    func splitsRequests(request: String, parts: [String]) throws {
        let parsed = try #require(try parse(#"192.0.2.44 - - \#(Self.time) \#(request) 400 - "-" "-""#))
        #expect([parsed.text(parsed.method), parsed.text(parsed.url), parsed.text(parsed.httpProtocol)] == parts)
        #expect(parsed.status == 400)
        #expect(parsed.bytes == 0)
        #expect(parsed.userAgent.isEmpty && parsed.referer.isEmpty)
    }

    @Test(arguments: [
        (#"Odd \"Agent\" \x01/1.0"#, "Odd \"Agent\" \u{1}/1.0"),
        (#"Odd \x22Agent\x22 \xC3\xA9/1.0"#, "Odd \"Agent\" é/1.0"),
        (#"\b\f\n\r\t\v\\"#, "\u{8}\u{c}\n\r\t\u{b}\\"),
        (#"lone \x and \xZZ and \q"#, #"lone \x and \xZZ and \q"#),
        (#"cut \x2"#, #"cut \x2"#),
        (#"ends\\"#, #"ends\"#), (#"\""#, "\""), (#"\\"#, #"\"#),
        (#"A\" 200 5 \"B"#, #"A" 200 5 "B"#),
    ])
    func undoesEscapes(logged: String, text: String) throws {
        let parsed = try #require(try parse(#"192.0.2.44 - - \#(Self.time) "GET /x HTTP/1.1" 200 1 "-" "\#(logged)""#))
        #expect(parsed.text(parsed.userAgent) == text)
        #expect(parsed.text(parsed.url) == "/x")
    }

    @Test func keepsBytesThatAreNotUTF8() throws {
        var line = Array(#"192.0.2.44 - - \#(Self.time) "GET /caf"#.utf8)
        line += [0xe9, 0xff]
        line += Array(#" HTTP/1.1" 200 1 "-" "-""#.utf8)
        let parsed = try #require(try parse(bytes: line))
        #expect(Array(parsed.bytes(parsed.url)) == Array("/caf".utf8) + [0xe9, 0xff])
    }

    @Test func doesNotCopyLinesWithoutEscapes() throws {
        let line = #"192.0.2.44 - - \#(Self.time) "GET /x HTTP/1.1" 200 1 "-" "A""#
        #expect(try parse(line)?.storage.count == line.utf8.count)
    }

    @Test func passesOverWhatIsNotTheLogs() throws {
        let line = #"192.0.2.44 - - \#(Self.time) "GET /x HTTP/1.1" 200 1 "-" "A""#
        let expected = fields(try #require(try parse(line)))
        for odd in ["\u{feff}\(line)", "\(line)\r", "\(line)\r\n", "\0\0\0\(line)", "\(line)\0\0"] {
            #expect(fields(try #require(try parse(odd))) == expected)
        }
        for nothing in ["", "\r\n", "\0\0\0\0", "# a comment", "\u{feff}"] { #expect(try parse(nothing) == nil) }
    }
}
