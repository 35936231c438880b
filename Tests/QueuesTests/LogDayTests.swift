import Queues
import Testing

@Suite("The day of a log line")
struct LogDayTests {
    @Test(arguments: [
        (#"192.0.2.1 - - [15/Jun/2024:23:59:59 -0700] "GET / HTTP/1.1" 200 1 "-" "x""#, "2024-06-15"),
        ("2009-04-01T01:14:28,301,301 INFO 192.0.2.1 - - [31/Mar/2009:01:14:28 +0100]", "2009-04-01"),
        ("2024-02-09\t01:02:03\tLHR3\t2390282\t192.0.2.1\tGET", "2024-02-09"),
        ("host-1-22 2024-1-2 10.0.0.1 [01/Dec/1999:00:00:00 +0000]", "1999-12-01"),
        ("1-2-3-4/x 12/13/2014 [09/Feb/2024:1", "2024-02-09"), ("32/Jan/2024 30/Foo/2024 99-2024-12-31", "2024-12-31"),
        ("15/Jun/202", "undated"), ("2024-06-1", "undated"), ("2024-13-01", "undated"), ("", "undated"),
        ("/", "undated"), ("-", "undated"), ("\u{0}15/Jun/2024\u{0}", "2024-06-15"),
    ])
    func firstDate(line: String, day: String) {
        #expect(LogDay(of: Array(line.utf8)).description == day)
    }

    @Test func readsWhatItWrites() throws {
        for text in ["1999-12-31", "2024-06-05"] { #expect(try #require(LogDay(text)).description == text) }
        for text in ["", "2024-6-5", "2024-06-05 ", "15/Jun/2024", "2024-00-10"] {
            #expect(LogDay(text) == nil, "\(text)")
        }
        #expect(try #require(LogDay("2023-12-31")) < #require(LogDay("2024-01-01")))
    }
}
