import FoundationEssentials
import LogFormats
import PluginAPI
import PluginTestKit
import Synchronization
import Testing

@Suite struct PresetTests {
    @Test(arguments: Example.all) func readsItsExample(example: Example) throws {
        let format = try LogFormats.format(named: example.format)
        for line in example.before { #expect(try format.parse(line) == nil) }
        let line = try #require(try format.parse(example.line))
        #expect(allFields(line) == example.fields)
        #expect(line.service == "repo.example")
        #expect(format.chosen == format.name)
    }

    @Test func everyPresetHasAnExample() {
        let names = Set(Example.all.map { $0.format.prefix { $0 != " " } }.map(String.init))
        #expect(names == Set(LogFormats.names))
    }

    @Test func autoTellsItsChoiceOnce() throws {
        let told = Mutex<[String]>([])
        let auto = try LogFormats.format(named: "auto") { service, format in
            told.withLock { $0.append("\(service) \(format)") }
        }
        let line = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0""#
        for count in 1...12 {
            _ = try auto.parse(LogMessage(service: "repo.example", line: Array(line.utf8)))
            #expect(told.withLock(\.self) == (count < 10 ? [] : ["repo.example combined"]))
        }
    }

    @Test(arguments: Example.all) func autoNamesItsChoice(example: Example) throws {
        let auto = try LogFormats.format(named: "auto")
        #expect(auto.chosen == nil)
        for line in example.before { #expect(try auto.parse(line) == nil) }
        let line = try #require(try auto.parse(example.line))
        #expect(auto.chosen == example.auto)
        #expect(auto.name == "auto")
        // HAProxy's zone and captures only the configuration knows.
        if !example.format.contains(" ") { #expect(allFields(line) == example.fields) }
    }

    @Test func readmeNamesEveryPreset() throws {
        let readme = try String(contentsOf: URL(filePath: "\(PackageRoot.path)/README.md"), encoding: .utf8)
        for name in LogFormats.names { #expect(readme.contains("\n| `\(name)` "), "\(name)") }
    }

    /// Whatever is cut off or changed, a line is read or refused.
    @Test(arguments: Example.all) func survivesEveryCutAndEveryChangedByte(example: Example) throws {
        let line = Array(example.line.utf8)
        let formats = try [LogFormats.format(named: example.format), LogFormats.format(named: "auto")]
        for format in formats {
            for end in line.indices { _ = try? format.parse(LogMessage(service: "s", line: Array(line[..<end]))) }
        }
        for index in line.indices {
            for byte: UInt8 in [0, 0x09, 0x20, 0x22, 0x2d, 0x5b, 0x5c, 0x7b, 0x7d, 0xff] {
                var changed = line
                changed[index] = byte
                _ = try? formats[0].parse(LogMessage(service: "s", line: changed))
            }
        }
    }

    /// A `-` may stand for any field but the time; then there is none.
    @Test(arguments: [
        ("elb", #"2024-06-15T12:35:07Z - -:- - -1 -1 -1 - - - - "- http://repo.example:80- " "-" - -"#),
        ("iis", "2024-06-15 12:35:07 - - - - - - - - - - - - -"),
        ("nginx_json", #"{"date":"2024-06-15T12:35:07Z","ip":"-","host":"-","path":"-","status":"-","referrer":"-"}"#),
        ("haproxy", #"- [15/Jun/2024:12:35:07.000] - - - - - - - - - - "-""#),
        ("combined", #"- - - [15/Jun/2024:12:35:07 +0000] "-" - - "-" "-""#),
    ])
    func readsDashes(format: String, line: String) throws {
        let format = format == "haproxy" ? "haproxy zone=UTC" : format
        let parsed = try #require(try LogFormats.format(named: format).parse(line))
        #expect(parsed.time.rfc3339 == "2024-06-15T12:35:07Z")
        let texts = [parsed.method, parsed.referer, parsed.userAgent, parsed.forwardedFor].map(parsed.text)
        #expect(texts == ["", "", "", ""])
        #expect(parsed.url.isEmpty || !parsed.method.isEmpty)
        #expect(["", "-"].contains(parsed.text(parsed.ip)))
        #expect([parsed.status, parsed.bytes, parsed.bytesIn, parsed.bytesOut] == [0, 0, 0, 0])
    }

    @Test func readsNothingButObjectsOfABucket() throws {
        let start = #"79a59df9 bucket [15/Jun/2024:12:35:07 +0000] 192.0.2.44 - 3E57"#
        let s3 = try LogFormats.format(named: "s3")
        for operation in ["REST.HEAD.OBJECT", "S3.EXPIRE.OBJECT", "REST.GET.BUCKET", "REST.COPY.OBJECT_GET"] {
            #expect(try s3.parse(#"\#(start) \#(operation) a.pdf "-" 200 - - 5 - - "-" "-" -"#) == nil)
            #expect(
                try LogFormats.format(named: "auto").parse(#"\#(start) \#(operation) a "-" - - - 5 - - "-" "-" -"#)
                    == nil)
        }
        #expect(
            try s3.parse(#"\#(start) REST.GET.OBJECT a.pdf "GET /a.pdf HTTP/1.1" 206 - 7 5 1 1 "-" "-" -"#)?.status
                == 206)
    }

    @Test(arguments: Example.all) func keepsBytesThatAreNotUTF8(example: Example) throws {
        var line = Array(example.line.utf8)
        // The target's begin, as it is logged: escapes come later.
        let target = example.fields[5].prefix { $0 != " " }.prefix(4)
        let place = try #require(line.firstRange(of: Array(target.utf8)))
        line.insert(contentsOf: [0xe9, 0xff], at: place.lowerBound + 1)
        let format = try LogFormats.format(named: example.format)
        for header in example.before { _ = try format.parse(header) }
        let parsed = try #require(try format.parse(LogMessage(service: "s", line: line)))
        #expect(parsed.bytes(parsed.url).contains(0xff))
    }
}
