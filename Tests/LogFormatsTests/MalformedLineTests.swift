import LogFormats
import PluginAPI
import Testing

@Suite struct MalformedLineTests {
    private static let start = "192.0.2.44 - - "
    private static let time = "[15/Jun/2024:13:35:07 +0100]"

    @Test(arguments: [
        ("[15/Jun/2024:13:35:07 -0930]", "2024-06-15T23:05:07Z"),
        ("[15/Jun/2024:13:35:07 +0545]", "2024-06-15T07:50:07Z"),
        ("[29/Feb/2024:00:00:00 +0000]", "2024-02-29T00:00:00Z"),
        ("[01/Jan/1970:00:00:00 +0000]", "1970-01-01T00:00:00Z"),
        ("[31/Dec/2016:23:59:60 +0000]", "2017-01-01T00:00:00Z"),
    ])
    func readsTimes(time: String, utc: String) throws {
        #expect(try parse(#"\#(Self.start)\#(time) "GET / HTTP/1.1" 200 1 "-" "-""#)?.time.rfc3339 == utc)
    }

    @Test(arguments: [
        ("[29/Feb/2023:00:00:00 +0000]", "time at column 17: no such day or time of day"),
        ("[31/Jun/2024:00:00:00 +0000]", "time at column 17: no such day or time of day"),
        ("[15/Jun/2024:24:00:00 +0000]", "time at column 17: no such day or time of day"),
        ("[15/Foo/2024:13:35:07 +0100]", "time at column 20: no such month"),
        ("[15/Jun/2024:13:35:07 *0100]", "time at column 38: no offset like +0100 and closing bracket"),
        ("[15/Jun/2024:13:35:07 +0100 ", "time at column 38: no offset like +0100 and closing bracket"),
        ("[1x/Jun/2024:13:35:07 +0100]", "time at column 17: not [day/month/year:hour:minute:second zone]"),
        ("[2024-06-15T13:35:07+01:00]", "time at column 14: no [day/month/year:hour:minute:second zone] from here on"),
    ])
    func saysWhatIsWrongWithATime(time: String, reason: String) {
        #expect(throws: PluginError.malformed(reason)) {
            try parse(#"\#(Self.start)\#(time) "GET / HTTP/1.1" 200 1 "-" "-""#)
        }
    }

    @Test(arguments: [
        ("nonsense", "address at column 1: the line ends here"),
        (" 1.2.3.4", "address at column 1: missing"),
        ("192.0.2.44 - \(time) ", "user at column 14: missing"),
        ("\(start)\(time)", "request at column 44: missing"),
        ("\(start)\(time) GET /", "request at column 45: no '\"' before it"),
        ("\(start)\(time) \"GET / HTTP/1.1", "request at column 46: no closing quote"),
        ("\(start)\(time) \"GET / HTTP/1.1\\\"", "request at column 46: no closing quote"),
        ("\(start)\(time) \"GET / HTTP/1.1\\", "request at column 46: no closing quote"),
        ("\(start)\(time) \"GET / HTTP/1.1\" abc 1", "status at column 62: no number"),
        ("\(start)\(time) \"GET / HTTP/1.1\" 200", "bytes at column 65: missing"),
        ("\(start)\(time) \"GET / HTTP/1.1\" 200 99999999999999999999 \"-\" \"-\"", "bytes at column 66: too large"),
        ("\(start)\(time) \"GET / HTTP/1.1\" 200 1", "referer at column 67: missing"),
        ("\(start)\(time) \"GET / HTTP/1.1\" 200 1 \"-\"", "user agent at column 71: missing"),
        (
            "\(start)\(time) \"GET / HTTP/1.1\" 200 1 \"-\" \"A\"B\"",
            "end at column 75: neither the line's end nor a blank"
        ),
    ])
    func saysWhichFieldFailed(line: String, reason: String) {
        #expect(throws: PluginError.malformed(reason)) { try parse(line) }
    }

    @Test(arguments: [
        "192.0.2.142 - - [01/Apr/2009:01:14:27 +0100] \"GET /o HTTP/1.1\" 200 1 \"-\" \"-\"",
        "2009-04-01 01:14:28,301,301 INFO  wsgi 192.0.2.142 - - [01/Apr/2009:01:14:27 +0100]",
    ])
    func wantsTheLoggersPrefix(line: String) {
        #expect(throws: PluginError.self) { try parse(line, format: "ora") }
    }

    @Test(arguments: [("Moz", "Moz"), ("", ""), (#"Moz\""#, #"Moz""#), (#"Moz\"#, #"Moz\"#)])
    func readsAUserAgentThatWasCutOff(logged: String, text: String) throws {
        let line = #"\#(Self.start)\#(Self.time) "GET / HTTP/1.1" 200 1 "-" "\#(logged)"#
        #expect(try parse(line).map { $0.text($0.userAgent) } == text)
    }

    @Test func refusesVeryLongLines() {
        let line = String(repeating: "a", count: 65_537)
        #expect(throws: PluginError.malformed("line: 65537 bytes, more than 65536")) { try parse(line) }
    }

    /// Whatever is cut off or changed, a line is read or refused.
    @Test func survivesEveryCutAndEveryChangedByte() throws {
        let line = Array(#"192.0.2.44 - - \#(Self.time) "GET /a\x20b HTTP/1.1" 200 1 "r\"" "u\\""#.utf8)
        for format in LogFormats.names {
            for end in line.indices { _ = try? parse(bytes: Array(line[..<end]), format: format) }
            for index in line.indices {
                for byte: UInt8 in [0, 0x20, 0x22, 0x5b, 0x5c, 0x5d, 0xff] {
                    var changed = line
                    changed[index] = byte
                    _ = try? parse(bytes: changed, format: format)
                }
            }
        }
    }

    @Test func namesThePresets() {
        #expect(
            throws: PluginError.option(
                "format",
                "there is no format 'apache'; the formats are \(LogFormats.names.joined(separator: ", ")), auto, and Apache's or nginx' notation"
            )
        ) { try LogFormats.format(named: "apache") }
    }
}
