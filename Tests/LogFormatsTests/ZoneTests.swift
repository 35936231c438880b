import Glibc
import LogFormats
import PluginAPI
import Testing

@Suite struct ZoneTests {
    private static func line(_ time: String) -> String {
        #"192.0.2.44:1 [\#(time)] fe be/app1 0/0/1/29/31 200 512 - - ---- 1/1/1/1/0 0/0 "GET / HTTP/1.1""#
    }

    /// The C library says what that moment is here; tried with TZ=GMT0BST,M3.5.0/1,M10.5.0 and others, of which a test
    /// process has but one.
    @Test(arguments: [("15/Jun/2024:13:35:07.101", [15, 13, 35]), ("15/Dec/2024:23:35:07.101", [15, 23, 35])])
    func takesAZonelessTimeAsThisMachines(time: String, civil: [Int32]) throws {
        for format in ["haproxy", "haproxy zone=machine"] {
            let parsed = try #require(try LogFormats.format(named: format).parse(Self.line(time)))
            var moment = time_t(parsed.time.secondsSince1970)
            var here = tm()
            localtime_r(&moment, &here)
            #expect([here.tm_mday, here.tm_hour, here.tm_min] == civil)
        }
    }

    @Test(arguments: [
        ("UTC", "2024-06-15T13:35:07Z"), ("Z", "2024-06-15T13:35:07Z"), ("+0100", "2024-06-15T12:35:07Z"),
        ("-09:30", "2024-06-15T23:05:07Z"),
    ])
    func takesTheConfiguredZone(zone: String, utc: String) throws {
        let format = try LogFormats.format(named: "haproxy zone=\(zone)")
        #expect(try format.parse(Self.line("15/Jun/2024:13:35:07.101"))?.time.rfc3339 == utc)
    }

    /// There is no such day in any zone.
    @Test func refusesADayThatIsNone() throws {
        #expect(throws: PluginError.malformed("time at column 15: no such day or time of day")) {
            try LogFormats.format(named: "haproxy").parse(Self.line("31/Jun/2024:13:35:07.101"))
        }
    }
}
