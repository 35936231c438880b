import Testing

@testable import PluginAPI

@Suite struct SmallRulesTests {
    @Test(arguments: [
        ("192.0.2.44", "192.0.2.44"), ("192.0.2.44:5678", "192.0.2.44"), ("2001:db8::1", "2001:db8::1"),
        ("[::1]:80", "::1"), ("::ffff:192.0.2.44", "192.0.2.44"), ("::FFFF:192.0.2.44", "192.0.2.44"),
        ("[::ffff:192.0.2.44]:80", "192.0.2.44"), ("::ffff:1", "::ffff:1"), ("203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("host.example", "host.example"), ("unknown", "unknown"), ("[", "["), (",", ""),
    ])
    func narrowsAddresses(logged: String, address: String) {
        let bytes = Array("xx\(logged)yy".utf8)
        let range = ClientAddress.narrowed(2..<bytes.count - 2, in: bytes)
        #expect(String(decoding: bytes[range], as: UTF8.self) == address)
    }

    @Test(arguments: [
        ("/a/b.pdf", "application/pdf"), ("/a/b.PDF?x=.txt", "application/pdf"), ("/a.b/c", nil), ("/a", nil),
        ("/a.", nil), ("/a.unknown", nil), ("/a.tar.gz", "application/gzip"),
    ])
    func knowsTypesByExtension(target: String, type: String?) {
        let bytes = Array(target.utf8)
        #expect(MIMEType.ofFile(Target(bytes, url: 0..<bytes.count)) == type)
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("a%2fb%2F", "a/b/"), ("%253A", "%3A"), ("100%", "100%"), ("%4", "%4"), ("%zz", "%zz"),
        ("caf%C3%A9", "café"), ("caf%E9", "caf%E9"), ("", ""),
    ])
    func decodesOnce(encoded: String, decoded: String) {
        #expect(PercentEncoding.decodedOnce(Array(encoded.utf8)[...]) == decoded)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_718_454_907, "2024-06-15T12:35:07Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"), (4_102_444_799, "2099-12-31T23:59:59Z"),
    ])
    func writesTimes(seconds: Int64, text: String) {
        #expect(UTCTime(secondsSince1970: seconds).rfc3339 == text)
    }

    @Test func knowsNoTimeThatCannotBeWritten() {
        func time(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ offset: Int) -> String? {
            let time = UTCTime(
                year: year, month: month, day: day, hour: hour, minute: 59, second: 59, offsetSeconds: offset)
            return time?.rfc3339
        }
        #expect(time(0, 1, 1, 0, 3_599) == "0000-01-01T00:00:00Z")
        #expect(time(0, 1, 1, 0, 3_600) == nil)
        #expect(time(9999, 12, 31, 23, 0) == "9999-12-31T23:59:59Z")
        #expect(time(9999, 12, 31, 23, -1) == nil)
    }

    @Test func countsEveryDayOfFourCenturies() throws {
        var expected: Int64 = 0
        for year in 1970..<2370 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let time = UTCTime(year: year, month: month, day: day, hour: 0, minute: 0, second: 0) else {
                        continue
                    }
                    try #require(time.secondsSince1970 == expected)
                    expected += 86_400
                }
            }
        }
        // `date -u -d 2370-01-01 +%s`
        #expect(expected == 12_622_780_800)
    }
}
