import CounterRules
import PluginAPI
import PluginTestKit
import SeededRandom
import Testing

/// Hits of one vector: `10:01:00 R 1/a 192.0.2.1 Firefox`, of which all but time, kind and item may be left out.
private struct Vector: CustomStringConvertible {
    let description: String
    let hits: [(identity: ClickIdentity, hit: DoubleClicks.Hit)]
    /// The numbers of the hits that count, from 0 in the order given.
    let kept: [Int]

    init(_ name: String, _ hits: [String], kept: [Int]) {
        description = name
        self.kept = kept
        self.hits = hits.enumerated().map { number, text in
            let words = text.split(separator: " ").map(String.init)
            let time = words[0].split(separator: ":").compactMap { Int64($0) }.reduce(0) { $0 * 60 + $1 }
            return (
                hitIdentity(kind: words[1], item: words[2], user: words.dropFirst(3).joined(separator: " ")),
                DoubleClicks.Hit(time: time, id: "log:\(number * 90)")
            )
        }
    }
}

private func hitIdentity(kind: String, item: String, user: String, query: String = "") -> ClickIdentity {
    let path = "/items/\(item)"
    let user = user.split(separator: " ").map(String.init)
    let event = kind == "R" ? UsageEvent.request : .investigation
    var line = ParsedLine(service: "s", storage: Array((path + query).utf8), time: UTCTime(secondsSince1970: 0))
    line.url = 0..<line.storage.count
    line.usage = ItemUsage(event: event, item: "oai:x:\(item.prefix { $0 != "/" })")
    let use = OpenURLParams(
        event: event, time: line.time, ip: Array((user.first ?? "192.0.2.1").utf8),
        userAgent: Array((user.count > 1 ? user[1] : "Firefox").utf8), item: "oai:x:\(item.prefix { $0 != "/" })",
        url: Array("http://x\(path)".utf8), repository: "x")
    return ClickIdentity(use, line)
}

/// COUNTER's rule against the vectors of usage-protocols.md, section 2.6.
@Suite struct DoubleClickTests {
    private static let vectors = [
        Vector("D1", ["10:01:00 R 1", "10:01:29 R 1"], kept: [1]),
        Vector("D2", ["10:01:00 R 1", "10:01:30 R 1"], kept: [1]),
        Vector("D3", ["10:01:00 R 1", "10:01:31 R 1"], kept: [0, 1]),
        Vector("D3b", ["10:01:00 R 1", "10:01:35 R 1"], kept: [0, 1]),
        Vector("D4", ["10:01:00 R 1", "10:01:20 R 1", "10:01:40 R 1", "10:02:00 R 1"], kept: [3]),
        Vector("D5", ["10:01:00 R 1", "10:01:20 R 1", "10:02:00 R 1"], kept: [1, 2]),
        // In the file 99 comes before 180: the order of ids is not that of text.
        Vector("D6", ["10:01:00 R 1", "10:01:00 R 1", "10:01:00 R 1"], kept: [2]),
        Vector("D7", ["10:01:00 R 1 192.0.2.1", "10:01:10 R 1 192.0.2.2"], kept: [0, 1]),
        Vector("D8", ["10:01:00 R 1 192.0.2.1 Firefox", "10:01:10 R 1 192.0.2.1 Safari"], kept: [0, 1]),
        Vector("D9", ["10:01:00 R 1/a.pdf", "10:01:10 R 1/b.pdf"], kept: [0, 1]),
        Vector("D10", ["10:01:00 I 1", "10:01:05 R 1"], kept: [0, 1]),
        Vector("D12", ["10:59:50 R 1", "11:00:10 R 1"], kept: [1]),
        Vector("D16", ["23:59:50 R 1", "24:00:10 R 1"], kept: [1]),
        Vector("D17", ["10:01:20 R 1", "10:01:00 R 1"], kept: [0]),
        Vector("D18", ["10:01:00 R 1", "10:01:05 R 2", "10:01:10 R 1"], kept: [1, 2]),
    ]

    @Test("The vectors", arguments: vectors.indices)
    func vector(index: Int) {
        let vector = Self.vectors[index]
        let kept = vector.hits.indices.filter { number in
            let (identity, hit) = vector.hits[number]
            return DoubleClicks.partner(of: hit, among: vector.hits.filter { $0.identity == identity }.map(\.hit))
                == nil
        }
        #expect(kept == vector.kept, "\(vector)")
    }

    @Test("In any order the same hits count as along COUNTER's chain")
    func chain() {
        for seed in 0..<300 {
            var random = SeededRandom(seed: UInt64(seed))
            let hits = (0..<40).map { DoubleClicks.Hit(time: Int64(random.below(1 + seed * 4)), id: "f:\($0 * 37)") }
            var chained: [DoubleClicks.Hit] = []
            for hit in hits.sorted() {
                if let last = chained.last, hit.time - last.time <= 30 { chained.removeLast() }
                chained.append(hit)
            }
            let shuffled = hits.shuffled(using: &random)
            let kept = shuffled.filter { DoubleClicks.partner(of: $0, among: shuffled) == nil }
            #expect(kept.sorted() == chained, "seed \(seed)")
        }
    }

    @Test("The partner named is the last one of the window")
    func partner() {
        let hits = [0, 10, 30, 31].map { DoubleClicks.Hit(time: $0, id: "\($0)") }
        #expect(DoubleClicks.partner(of: hits[0], among: hits)?.id == "30")
    }

    @Test("A query makes no other file; parts that run together do")
    func identities() {
        let plain = hitIdentity(kind: "R", item: "1/a.pdf", user: "")
        #expect(plain == hitIdentity(kind: "R", item: "1/a.pdf", user: "", query: "?isAllowed=y"))
        #expect(plain != hitIdentity(kind: "I", item: "1/a.pdf", user: ""))
        let first = hitIdentity(kind: "R", item: "1", user: "192.0.2.1 1Firefox")
        let second = hitIdentity(kind: "R", item: "1", user: "192.0.2.11 Firefox")
        #expect(first != second && first.name(slice: 0) != second.name(slice: 0))
        #expect(first.name(slice: 0) != first.name(slice: 1))
        #expect(first.name(slice: -1).count == 32 && first.name(slice: 7) == first.name(slice: 7))
    }

    @Test("What the plugin calls the file goes before its path")
    func parts() {
        func name(_ part: String?, _ path: String) -> String {
            var line = ParsedLine(service: "s", storage: Array(path.utf8), time: UTCTime(secondsSince1970: 0))
            line.url = 0..<line.storage.count
            line.usage = ItemUsage(event: .request, item: "i", part: part)
            let use = OpenURLParams(event: .request, time: line.time, ip: [], item: "i", url: [], repository: "x")
            return ClickIdentity(use, line).name(slice: 0)
        }
        #expect(name("1", "/a") == name("1", "/b"))
        #expect(name("1", "/a") != name("2", "/a"))
        #expect(name(nil, "/a") != name(nil, "/b"))
        #expect(name("/a", "/a") != name(nil, "/a"))
    }

    @Test(
        "Readers of one network are told apart when their addresses are anonymised",
        arguments: ["truncate", "md5 x", "hash"])
    func anonymised(form: String) throws {
        let web = try WebLog(settings: .testing(["anonymise": form]))
        func name(_ address: String, at time: String = "15/Jun/2024:13:35:07") throws -> String {
            let text = #"\#(address) - - [\#(time) +0000] "GET /a HTTP/1.1" 200 1 "-" "Firefox""#
            let line = try #require(
                try web.parse(LogMessage(service: "repo.example", line: Array(text.utf8))) {
                    web.request(of: "1", page: nil, $0)
                })
            return try ClickIdentity(#require(try web.openURLParams(line)), line).name(slice: 0)
        }
        let one = try name("192.0.2.44")
        #expect(try name("192.0.2.44") == one)
        #expect(try name("::ffff:192.0.2.44") == one)
        #expect(try name("192.0.2.45") != one)
        #expect(try name("2001:db8:1::1") != name("2001:db8:1::2"))
        #expect(try name("a.host.example") != name("b.host.example"))
        // The hash is another one after midnight; the reader is not (vector D16).
        #expect(try name("192.0.2.44", at: "16/Jun/2024:00:00:10") == one)
    }
}
