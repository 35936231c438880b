import CounterRules
import PluginAPI
import Testing

/// The worked examples of usage-protocols.md, section 2.6, and vector R1.
@Suite("COUNTER's metrics")
struct UsageCountsTests {
    /// `R 10:01:00` is a Request of item 1; further words change it: `i=2` the item, `f2` the file, `ip2`, `ua2`, `u=`
    /// the user's name, `s=` the session's cookie, `d2` the next day.
    struct Example: CustomTestStringConvertible {
        let testDescription: String
        let hits: [String]
        /// TII, UII, TIR, UIR.
        let counts: [Int]
        let kept: [String]

        init(_ id: String, _ hits: [String], _ counts: [Int], kept: [String]) {
            (testDescription, self.hits, self.counts, self.kept) = (id, hits, counts, kept)
        }
    }

    static let examples = [
        Example("D1", ["R 10:01:00", "R 10:01:29"], [1, 1, 1, 1], kept: ["10:01:29"]),
        Example("D2", ["R 10:01:00", "R 10:01:30"], [1, 1, 1, 1], kept: ["10:01:30"]),
        Example("D3", ["R 10:01:00", "R 10:01:31"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:31"]),
        Example("D3b", ["R 10:01:00", "R 10:01:35"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:35"]),
        Example(
            "D4", ["R 10:01:00", "R 10:01:20", "R 10:01:40", "R 10:02:00"], [1, 1, 1, 1], kept: ["10:02:00"]),
        Example("D5", ["R 10:01:00", "R 10:01:20", "R 10:02:00"], [2, 1, 2, 1], kept: ["10:01:20", "10:02:00"]),
        Example("D6", ["R 10:01:00", "R 10:01:00", "R 10:01:00"], [1, 1, 1, 1], kept: ["10:01:00"]),
        Example("D7", ["R 10:01:00", "R 10:01:10 ip2"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        Example("D8", ["R 10:01:00", "R 10:01:10 ua2"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        Example("D9", ["R 10:01:00", "R 10:01:10 f2"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:10"]),
        Example("D10", ["V 10:01:00", "R 10:01:05"], [2, 1, 1, 1], kept: ["10:01:00", "10:01:05"]),
        Example("D11", ["V 10:59:00", "R 11:01:00"], [2, 2, 1, 1], kept: ["10:59:00", "11:01:00"]),
        Example("D12", ["R 10:59:50", "R 11:00:10"], [1, 1, 1, 1], kept: ["11:00:10"]),
        Example("D13", ["R 10:01:00 u=a", "R 10:01:10 u=b"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        Example("D14", ["R 10:01:00 u=a", "R 10:01:10 u=a ip2"], [1, 1, 1, 1], kept: ["10:01:10"]),
        Example("D15", ["V 10:50:00 s=s", "V 11:10:00 s=s"], [2, 1, 0, 0], kept: ["10:50:00", "11:10:00"]),
        Example("D16", ["R 23:59:50", "R 00:00:10 d2"], [1, 1, 1, 1], kept: ["00:00:10"]),
        Example("D17", ["R 10:01:20", "R 10:01:00"], [1, 1, 1, 1], kept: ["10:01:20"]),
        Example("D18", ["R 10:01:00", "R 10:01:05 i=2", "R 10:01:10"], [2, 2, 2, 2], kept: ["10:01:05", "10:01:10"]),
        Example(
            "R1", ["V 10:00:00", "R 10:00:20", "R 10:00:40", "V 11:30:00", "R 11:45:00"], [4, 2, 2, 2],
            kept: ["10:00:00", "10:00:40", "11:30:00", "11:45:00"]),
    ]

    @Test(arguments: examples)
    func workedExample(_ example: Example) throws {
        let survivors = UsageCounts.survivors(of: try example.hits.map(hit))
        #expect(survivors.map { String($0.time.rfc3339.dropFirst(11).dropLast()) } == example.kept)
        let counts = UsageCounts(survivors)
        #expect(
            [
                counts.totalItemInvestigations, counts.uniqueItemInvestigations, counts.totalItemRequests,
                counts.uniqueItemRequests,
            ] == example.counts)
    }

    /// A1: the audit's figures (Code of Practice, appendix E.2.3).
    @Test func auditPattern() throws {
        let pairs = try (0..<30).flatMap { item -> [CounterHit] in
            let second = item < 15 ? "20" : "45"
            return try [hit("R 10:01:00 i=\(item)"), hit("R 10:01:\(second) i=\(item)")]
        }
        let counts = UsageCounts(UsageCounts.survivors(of: pairs))
        #expect(counts.totalItemRequests == 45)
        #expect(counts.uniqueItemRequests == 30)
    }

    private func hit(_ text: String) throws -> CounterHit {
        let words = text.split(separator: " ").map(String.init)
        func value(_ key: String) -> String? {
            words.dropFirst(2).first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
        }
        let parts = words[1].split(separator: ":").compactMap { Int64($0) }
        // 2024-06-15 and the day after.
        let day: Int64 = value("d2") == nil ? 19_889 : 19_890
        let seconds = day * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
        let item = value("i=") ?? "1"
        let client = CounterClient(
            address: "192.0.2.\(value("ip") ?? "1")", userAgent: "UA \(value("ua") ?? "1")", session: value("s="),
            username: value("u="))
        return CounterHit(
            time: UTCTime(secondsSince1970: seconds), client: client,
            url: "/items/\(item)/\(words[0])\(value("f") ?? "1")", item: item,
            event: words[0] == "R" ? .request : .investigation)
    }
}
