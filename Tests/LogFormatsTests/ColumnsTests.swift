import LogFormats
import PluginAPI
import Testing

/// How `#Fields:` reaches a reader that may get any line of any file.
@Suite struct ColumnsTests {
    private static let short = "#Fields: date time c-ip cs-uri-stem sc-status"
    private static let swapped = "#Fields: date time cs-uri-stem c-ip sc-status"

    private func target(_ format: any LineFormat, _ line: String, id: String? = nil) throws -> String? {
        try format.parse(line, id: id).map { $0.text($0.url) }
    }

    @Test func takesNewColumnsAmidAFile() throws {
        let format = try LogFormats.format(named: "iis")
        #expect(try format.parse(Self.short) == nil)
        #expect(try target(format, "2024-06-15 12:35:07 192.0.2.44 /a 200") == "/a")
        #expect(try format.parse("\u{feff}\(Self.swapped)\r") == nil)
        #expect(try target(format, "2024-06-15 12:35:07 /b 192.0.2.44 200\r\n") == "/b")
    }

    @Test func keepsTheColumnsOfEachFileApart() throws {
        let format = try LogFormats.format(named: "iis")
        #expect(try format.parse(Self.short, id: "aa:0") == nil)
        #expect(try format.parse(Self.swapped, id: "bb:0") == nil)
        #expect(try format.parse(Self.swapped, id: "aa:900") == nil)
        #expect(try target(format, "2024-06-15 12:35:07 192.0.2.44 /a 200", id: "aa:100") == "/a")
        #expect(try target(format, "2024-06-15 12:35:07 /b 192.0.2.44 200", id: "bb:100") == "/b")
        #expect(try target(format, "2024-06-15 12:35:07 /c 192.0.2.44 200", id: "aa:1000") == "/c")
        // A line that is tried again after the columns have changed.
        #expect(try target(format, "2024-06-15 12:35:07 192.0.2.44 /d 200", id: "aa:100") == "/d")
    }

    /// The header went to another process, or was read before this one started.
    @Test func takesTheConfiguredColumnsWithoutAHeader() throws {
        let format = try LogFormats.format(named: "iis date time c-ip cs-uri-stem sc-status")
        #expect(try target(format, "2024-06-15 12:35:07 192.0.2.44 /a 200", id: "aa:100") == "/a")
        #expect(try format.parse(Self.swapped, id: "bb:0") == nil)
        #expect(try target(format, "2024-06-15 12:35:07 192.0.2.44 /a 200", id: "aa:100") == "/a")
        #expect(try target(format, "2024-06-15 12:35:07 /b 192.0.2.44 200", id: "bb:100") == "/b")
        #expect(try target(try LogFormats.format(named: Self.swapped), "2024-06-15 12:35:07 /b ::1 200") == "/b")
    }

    @Test(arguments: [
        ("2024-06-15 12:35:07 192.0.2.44 /a", "sc-status at column 34: the line ends here"),
        ("2024-06-15 12:35:07 192.0.2.44 /a 200 x", "end at column 38: more columns than #Fields names"),
        ("2024-06-15 12:35 192.0.2.44 /a 200", "time at column 12: not hour:minute:second"),
        ("2024/06/15 12:35:07 192.0.2.44 /a 200", "date at column 1: not year-month-day"),
        ("2024-02-30 12:35:07 192.0.2.44 /a 200", "time at column 1: no such day or time of day"),
        ("2024-06-15 12:35:07 /a 192.0.2.44 200", "c-ip at column 21: no address"),
        ("2024-06-15 12:35:07 192.0.2.44 /a x", "sc-status at column 35: no number"),
        ("- - 192.0.2.44 /a 200", "time at column 22: missing"),
        ("#Fields: date time", "#Fields at column 1: lacks one of date, time, c-ip, cs-uri-stem"),
    ])
    func saysWhichColumnFailed(line: String, reason: String) throws {
        let format = try LogFormats.format(named: "w3c date time c-ip cs-uri-stem sc-status")
        #expect(throws: PluginError.malformed(reason)) { try format.parse(line) }
    }

    @Test func forgetsOldHeaders() throws {
        let format = try LogFormats.format(named: "iis")
        for file in 0...300 { _ = try format.parse(file == 0 ? Self.short : Self.swapped, id: "f\(file):0") }
        #expect(try target(format, "2024-06-15 12:35:07 /b 192.0.2.44 200", id: "f0:100") == "/b")
    }
}
