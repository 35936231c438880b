import Graphite
import PluginAPI
import Testing

struct RenderTimeTests {
    /// Sunday, 22 November 2026, 14:30:15.
    private let now = 1_795_357_815

    @Test(arguments: [
        ("now", "2026-11-22T14:30:15Z"), ("", "2026-11-22T14:30:15Z"), ("-1h", "2026-11-22T13:30:15Z"),
        ("-90s", "2026-11-22T14:28:45Z"), ("-5min", "2026-11-22T14:25:15Z"), ("-2d12h", "2026-11-20T02:30:15Z"),
        ("now-1w", "2026-11-15T14:30:15Z"), ("-1mon", "2026-10-23T14:30:15Z"), ("-1y", "2025-11-22T14:30:15Z"),
        ("now+1d", "2026-11-23T14:30:15Z"), ("today", "2026-11-22T00:00:00Z"), ("yesterday", "2026-11-21T00:00:00Z"),
        ("tomorrow", "2026-11-23T00:00:00Z"), ("midnight", "2026-11-22T00:00:00Z"), ("noon", "2026-11-22T12:00:00Z"),
        ("noon yesterday", "2026-11-21T12:00:00Z"), ("teatime", "2026-11-22T16:00:00Z"),
        ("noon+2h", "2026-11-22T14:00:00Z"), ("20261101", "2026-11-01T00:00:00Z"),
        ("08:30_20261101", "2026-11-01T08:30:00Z"), ("8:30pm", "2026-11-22T20:30:00Z"),
        ("12:15am", "2026-11-22T00:15:00Z"), ("12:15pm today", "2026-11-22T12:15:00Z"),
        ("11/05/26", "2026-11-05T00:00:00Z"), ("1/2/1999", "1999-01-02T00:00:00Z"), ("monday", "2026-11-16T00:00:00Z"),
        ("sunday", "2026-11-22T00:00:00Z"), ("6:00_saturday", "2026-11-21T06:00:00Z"),
        ("jan5", "2026-01-05T00:00:00Z"), ("1700000000", "2023-11-14T22:13:20Z"), ("Today", "2026-11-22T00:00:00Z"),
    ])
    func times(_ text: String, _ wanted: String) throws {
        let seconds = try RenderTime.seconds(text, now: now)
        #expect(UTCTime(secondsSince1970: Int64(seconds)).rfc3339 == wanted, "\(text)")
    }

    @Test(arguments: [
        "nonsense", "-1x", "-h", "25:00", "8:7", "20261301", "13pm", "-", "now-", "-99999999999999999999h", "1/2",
        "feb", "31:99_20260101", "-1h2", "9999999999999999999999",
    ])
    func noTimes(_ text: String) {
        if text == "20261301" {
            // As Graphite has it: what is no date is seconds since 1970.
            #expect((try? RenderTime.seconds(text, now: now)) == 20_261_301)
        } else {
            #expect(throws: RenderError.self) { try RenderTime.seconds(text, now: now) }
        }
    }
}
