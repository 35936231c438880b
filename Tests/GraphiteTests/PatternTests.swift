import Graphite
import Testing

struct PatternTests {
    @Test(arguments: [
        ("a.b.c", "a.b.c", true), ("a.b", "a.b.c", false), ("a.*.c", "a.b.c", true), ("a.*", "a.b.c", false),
        ("*", "a", true), ("*.*", "a", false), ("a.b?", "a.b1", true), ("a.b?", "a.b", false),
        ("a.b?", "a.b12", false), ("a.[xyz]1", "a.y1", true), ("a.[xyz]1", "a.w1", false), ("a.[0-9]", "a.7", true),
        ("a.[!0-9]", "a.7", false), ("a.[!0-9]", "a.x", true), ("a.[0-9", "a.[0-9", true), ("a.{b,c}", "a.c", true),
        ("a.{b,c}", "a.d", false), ("a.{b,c}x{1,2}", "a.bx2", true), ("a.{b,c}x{1,2}", "a.bx3", false),
        ("a.{b*,c}", "a.bcd", true), ("a.{b{1,2},c}", "a.b2", true), ("a.{b{1,2},c}", "a.b", false),
        ("a.{b.c,d}.e", "a.d.e", true), ("a.{b", "a.{b", true), ("a.*b*c", "a.xbyybzc", true),
        ("a.*b*c", "a.xbyybz", false), ("upper_*", "upper_90", true), ("a.b;host=x", "a.b;host=x", true),
        ("a.b*", "a.b;host=x.y", true), ("a.b", "a.b;host=x", false), ("a..c", "a..c", true), ("a.**", "a.b", true),
        ("ä.*", "ä.ö", true), ("a.{,b}c", "a.c", true),
    ])
    func namesMetrics(_ pattern: String, _ path: String, _ isMeant: Bool) throws {
        #expect(try MetricPattern(pattern).matches(path) == isMeant, "\(pattern) \(path)")
    }

    @Test func placesOfTheTree() throws {
        let pattern = try MetricPattern("a.*")
        #expect(pattern.place(of: "a.b.c").map { "\($0.path) \($0.isMetric)" } == "a.b false")
        #expect(pattern.place(of: "a.b").map { "\($0.path) \($0.isMetric)" } == "a.b true")
        #expect(pattern.place(of: "a;k=v") == nil)
        #expect(pattern.place(of: "a.b;k=v.w").map { "\($0.path) \($0.isMetric)" } == "a.b;k=v.w true")
        #expect(pattern.place(of: "b.b") == nil)
    }

    /// Neither many stars nor many words in braces may take for ever.
    @Test func isBounded() throws {
        let long = String(repeating: "a", count: 2_000)
        #expect(try MetricPattern(String(repeating: "*a", count: 50) + "b").matches(long) == false)
        #expect(throws: MetricPattern.TooLarge.self) { try MetricPattern(String(repeating: "{a,b}", count: 20)) }
    }
}
