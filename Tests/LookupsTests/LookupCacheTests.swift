import Lookups
import PluginAPI
import RedisClient
import TestKit
import Testing

/// Answers in Redis, and what is remembered of them.
@Suite struct LookupCacheTests {
    private static let now = UTCTime(secondsSince1970: 1_718_454_907)

    private static var citation: Citation {
        var citation = Citation()
        citation.doi = "10.1000/182"
        citation.journalTitle = "Wind & “Wetter”\n<1850>"
        citation.version = "Version of Record"
        return citation
    }

    @Test(
        "Each answer comes back as it was, and lives as long as its kind",
        arguments: [
            (LookupAnswer.found(.item(FoundItem("1826/936", page: "/handle/1826/936"))), 30 * 86_400),
            (.found(.item(FoundItem("doi:10.1/\"x\"", isWhole: true))), 30 * 86_400),
            (.found(.excluded(Exclusion(.thumbnail, detail: "THUMBNAIL"))), 30 * 86_400),
            (.found(.citation(citation)), 7 * 86_400), (.found(.citation(Citation())), 7 * 86_400),
            (
                .unknown(
                    InVain(reason: "HTTP 404", asked: 2, since: now, next: UTCTime(secondsSince1970: 1_718_455_007))),
                3_700
            ),
            (.unknown(InVain(reason: "HTTP 404", asked: 5, since: now, next: nil)), 3_600),
        ])
    func comesBack(answer: LookupAnswer, seconds: Int) throws {
        let server = try RedisServer()
        let cache = LookupCache(try server.connection())
        let lookup = Lookup(service: "repo.example", Reference(.bitstream, "a b"))
        try cache.store(answer, to: lookup, at: Self.now)
        let other = Lookup(service: "repo.example", Reference(.handle, "1/1"))
        #expect(try cache.answers(to: [other, lookup]) == [lookup: answer])
        let expiry = try #require(try server.run("TTL", "lookup:repo.example:bitstream:a b").integer)
        #expect((seconds - 60...seconds).contains(expiry))
    }

    @Test("Only what is not known is forgotten, and nothing of others")
    func forgets() throws {
        let server = try RedisServer()
        let cache = LookupCache(try server.connection())
        let vain = LookupAnswer.unknown(InVain(reason: "HTTP 404", asked: 5, since: Self.now, next: nil))
        for number in 0..<2_500 {
            try cache.store(vain, to: Lookup(service: "s", Reference(.file, "\(number)")), at: Self.now)
        }
        let known = Lookup(service: "s", Reference(.file, "known"))
        try cache.store(.found(.item(FoundItem("1"))), to: known, at: Self.now)
        try server.run("SET", "lookup:other", "text")
        try server.run("LPUSH", "lookup:list", "text")
        #expect(try cache.forgetUnknown() == 2_500)
        #expect(try server.run("DBSIZE").integer == 3)
    }

    @Test("The memory holds a bounded number of findings, the latest among them")
    func memory() throws {
        let memory = LookupMemory(capacity: 100)
        for number in 0..<1_000 {
            memory.keep(.item(FoundItem("\(number)")), for: Reference(.file, "\(number)"))
        }
        let kept = try (0..<1_000).filter { try memory.finding(for: Reference(.file, "\($0)")) != nil }
        #expect(kept.count <= 100 && kept.count >= 50)
        #expect(kept.last == 999)
    }

    @Test("What was given up is remembered for the messages in hand only")
    func givenUp() throws {
        let memory = LookupMemory()
        let reference = Reference(.file, "1")
        memory.giveUp(reference, Unresolved("HTTP 404"))
        #expect(throws: Unresolved("HTTP 404")) { try memory.finding(for: reference) }
        memory.forgetUnresolved()
        #expect(try memory.finding(for: reference) == nil)
    }

    @Test("It is asked again after pauses that grow, and then given up")
    func patience() {
        let patience = LookupPatience(pauses: [2, 10])
        let first = patience.answer("a", after: nil, at: Self.now)
        #expect(first == InVain(reason: "a", asked: 1, since: Self.now, next: UTCTime(secondsSince1970: 1_718_454_909)))
        let later = UTCTime(secondsSince1970: 1_718_454_910)
        let second = patience.answer("b", after: first, at: later)
        #expect(
            second == InVain(reason: "b", asked: 2, since: Self.now, next: UTCTime(secondsSince1970: 1_718_454_920)))
        let third = patience.answer("c", after: second, at: later)
        #expect(third.next == nil)
        #expect("\(third.unresolved)" == "item not resolved: c, asked 3 times since \"2024-06-15T12:35:07Z\"")
    }

    @Test("A mapping file answers the kinds that it has; of a citation that it does not give nothing is known")
    func mapping() throws {
        let items = MappedResolver(
            try MappingFile(Array("file,1,article/7\n".utf8), name: "items.csv"), name: "items.csv")
        #expect(items.answers(Reference(.file, "2")) && !items.answers(Reference(.handle, "1/1")))
        #expect(try items.finding(for: Reference(.file, "1")) == .item(FoundItem("article/7")))
        #expect(throws: Unresolved("file \"2\" is not in items.csv")) { try items.finding(for: Reference(.file, "2")) }
        let citations = MappedResolver(
            try MappingFile(Array("identifier,doi,version\noai:x:1,10.1000/182,Proof\n".utf8), name: "a.csv"),
            name: "a.csv")
        #expect(try citations.finding(for: Reference(.citation, "oai:x:2")) == .citation(Citation()))
        guard case .citation(let found) = try citations.finding(for: Reference(.citation, "oai:x:1")) else {
            Issue.record("no citation")
            return
        }
        #expect(found.doi == "10.1000/182" && found.version == "Proof")
    }
}
