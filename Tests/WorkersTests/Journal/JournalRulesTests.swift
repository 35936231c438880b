import PluginAPI
import Testing

@testable import Workers

@Suite("The send journal's lines, and what they add up to")
struct JournalRulesTests {
    private static let file = "0123456789abcdef"

    private func name(_ id: String?, line: String = "x") -> String {
        SendName(LogMessage(service: "s", line: Array(line.utf8), id: id)).description
    }

    @Test("A followed file's line is called by its id; others have a hash of what they say too")
    func names() {
        #expect(name("\(Self.file):47") == "\(Self.file):47")
        for stranger in ["17", "\(Self.file):", "\(Self.file):047", "\(Self.file.uppercased()):47", "\(Self.file):4x"] {
            #expect(name(stranger).hasPrefix("\(stranger)#"))
        }
        #expect(name("17") == name("17") && name("17") != name("17", line: "y"))
        #expect(name(nil).hasPrefix("#") && name(nil).count == 17 && name(nil) != name(nil, line: "y"))
        #expect(name("a b\n%#é\0").hasPrefix("a%20b%0A%25%23%C3%A9%00#"))
        #expect(name(String(repeating: " ", count: 1_000)).count == 120 + 17)
        let odd = SendName(LogMessage(service: "s", line: [0xff], id: "a b"))
        #expect(odd.isName(ofID: "a b") && !odd.isName(ofID: "a"))
    }

    private func record(_ line: String) -> JournalRecord? { JournalRecord(Array(line.utf8)[...]) }

    @Test(
        "Lines are read as they were written",
        arguments: [
            "started pid=4711", "sent 0123456789abcdef:47 try=12", "accepted #00", "settled", "settled 64",
            "failed a#00 HTTP 400: rft.artnum: missing", "delivered a#00 by=pirus2_0", "held a#00 by=id:pirus2_0",
            "resent a#00 by=pirus2_1",
        ])
    func roundTrip(text: String) throws {
        let line = "2026-11-21T13:00:00.123Z \(text)"
        var written: [UInt8] = []
        try #require(record(line)).append(to: &written)
        #expect(String(decoding: written, as: UTF8.self) == line + "\n")
    }

    @Test(
        "Half lines and strange ones are nothing",
        arguments: [
            "", "2026-11-21T13:00:00.123Z", "2026-11-21T13:00:00.123Z sent", "2026-11-21T13:00:00.123Z sent a",
            "2026-11-21T13:00:00.123Z sent a try=", "2026-11-21T13:00:00.123Z accepted",
            "2026-11-21T13:00:00.123Z accepted a torn", "2026-11-21T13:00:00.123Z settled torn",
            "2026-11-21T13:00:00.123Z sent a try=1 torn", "2026-11-21 torn", "2026-13-21T13:00:00.123Z settled",
            "2026-11-21T13:00:00.123Z lost a by=b", "2026-11-21T13:00:00.123Z held a", "\u{0}\u{0}\u{0} x y z",
        ])
    func noRecords(line: String) {
        #expect(record(line) == nil)
    }

    @Test("A reason's line ends make no lines, and its length is bounded")
    func reasons() {
        var written: [UInt8] = []
        let reason = "a\nb" + String(repeating: "x", count: 500)
        let name = SendName(read: Array("n".utf8))
        JournalRecord(.now, .failed(name, reason: reason)).append(to: &written)
        #expect(written.count { $0 == UInt8(ascii: "\n") } == 1 && written.count < 250)
    }

    @Test("Times are written to the millisecond, also before 1970 begins to count")
    func times() {
        for text in ["2026-11-21T13:00:00.123Z", "1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"] {
            #expect(JournalTime(Array(text.utf8)[...])?.description == text)
        }
        #expect(JournalTime(Array("2026-11-21T13:00:00,123Z".utf8)[...]) == nil)
    }

    /// Takes in events, one after the other, and says what is open: `a` unanswered, `a+` accepted, `a!` of a former process.
    private func open(after events: String) throws -> String {
        var sends = OpenSends()
        for event in events.split(separator: ", ") {
            sends.apply(try #require(record("2026-11-21T13:00:00.000Z \(event)"), "\(event)"))
        }
        return sends.sends.flatMap { name, all in
            all.map { "\(name)\($0.accepted == nil ? "" : "+")\($0.isFormer ? "!" : "")" }
        }.sorted().joined(separator: " ")
    }

    @Test(
        "What is sent and not settled is open",
        arguments: [
            ("sent a try=1, sent b try=1", "a b"),
            ("sent a try=1, accepted a", "a+"),
            ("sent a try=1, sent b try=1, accepted a, settled", "b"),
            ("sent a try=1, sent b try=1, accepted b, accepted a, settled 1", "a+"),
            ("sent a try=1, sent b try=1, accepted b, accepted a, settled 1, settled 1", ""),
            ("sent a try=1, accepted a, settled 0, started pid=1, settled 1", "a+!"),
            ("sent a try=1, accepted a, settled 7", ""),
            // Answered otherwise: whatever becomes of it, it is tried as ever.
            ("sent a try=1, failed a HTTP 500", ""),
            ("sent a try=1, failed a HTTP 500, sent a try=2", "a"),
            // A death between answer and settlement; the next process's settlements are not those of the last.
            ("sent a try=1, accepted a, started pid=1, sent b try=1, accepted b, settled", "a+!"),
            ("sent a try=1, started pid=1, accepted a", "a!"),
            // Dealt with.
            ("sent a try=1, started pid=1, sent a try=1", "a"),
            ("sent a try=1, started pid=1, held a by=w_0", ""),
            ("sent a try=1, started pid=1, delivered a by=w_0, sent a try=1", "a"),
            ("sent a try=1, resent a by=w_1", ""),
            // Two messages that are alike.
            ("sent #1 try=1, sent #1 try=1, accepted #1, settled", "#1"),
            ("sent #1 try=1, sent #1 try=1, started pid=1, held #1 by=w_0", "#1!"),
            // What does not fit is passed over.
            ("settled, accepted a, failed a x, held a by=w_0, started pid=1", ""),
        ])
    func openSends(events: String, expected: String) throws {
        #expect(try open(after: events) == expected)
    }
}
