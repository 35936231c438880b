import FoundationEssentials
import LiveFeed
import Testing

struct HitTallyTests {
    @Test(arguments: [
        (hit("/presentations/b.pdf"), true), (hit("/other/a.pdf"), false), (hit("/presentations/a.pdf", .view), false),
        (hit("/presentations/a.pdf", item: "oai:x:b"), false), (hit("/presentations/a.pdf", service: "b"), false),
        (hit("/presentations/a.pdf", at: (48.86, 2.36)), false), (hit("/presentations/a.pdf", country: "BE"), false),
        (hit("/presentations/a.pdf", at: nil), false),
    ])
    func hitsOfOnePlaceAndThingAreOne(other: LiveEvent, areOne: Bool) {
        var tally = HitTally()
        tally.add(hit())
        tally.add(other)
        #expect(tally.groups.count == (areOne ? 1 : 2))
        #expect(tally.count == 2)
    }

    @Test(arguments: [0, 1, 2])
    func theNewestIsShown(split: Int) throws {
        let hits = [hit(time: 1, id: "1"), hit("/presentations/c", time: 3, id: "3"), hit(time: 2, id: "2")]
        var (whole, tail) = (HitTally(), HitTally())
        for hit in hits[..<split] { whole.add(hit) }
        for hit in hits[split...] { tail.add(hit) }
        whole.add(tail)
        let group = try #require(whole.groups.values.first)
        #expect(group.count == 3 && group.time == 3 && group.id == "3" && group.path == "/presentations/c")
    }

    @Test func whatDoesNotFitIsCounted() {
        var tally = HitTally(limit: 2)
        for country in ["FR", "DE", "GB", "GB", "US", "FR"] { tally.add(hit(country: country)) }
        #expect(tally.groups.count == 2 && tally.count == 6)
        #expect(tally.filtered(by: HitFilter(query: "country=GB")).count == 2)
        #expect(tally.filtered(by: HitFilter(query: "country=fr,us")).count == 3)
        var sum = HitTally(limit: 2)
        sum.add(tally)
        sum.add(tally)
        #expect(sum.groups.count == 2 && sum.count == 12)
    }
}

struct HitFilterTests {
    @Test(arguments: [
        ("", true), ("service=repo.example", true), ("service=other,repo.example", true), ("service=other", false),
        ("country=fr", true), ("country=GB%2CFR", true), ("country=-", false), ("kind=request", true),
        ("kind=Request", true),
        ("kind=investigation", false), ("kind=-", false), ("verdict=download,view", true), ("verdict=view", false),
        ("verdict=nonsense", false), ("service=&country=", true), ("unknown=x&&=&x", true),
        ("service=repo.example&verdict=view", false), ("every=100", true),
    ])
    func chooses(query: String, isIn: Bool) {
        #expect(HitFilter(query: query).lets(through: HitGroup.Traits(hit())) == isIn)
    }

    @Test func whatIsNotKnownCanBeChosen() {
        let traits = HitGroup.Traits(hit(country: nil, at: nil, item: nil))
        #expect(HitFilter(query: "country=-&kind=-").lets(through: traits))
        #expect(!HitFilter(query: "country=FR").lets(through: traits))
    }

    @Test(arguments: [("", 50), ("every=10", 50), ("every=200", 200), ("every=9999999", 1_000), ("every=x", 50)])
    func framesHaveALeastDistance(query: String, milliseconds: Int) {
        #expect(HitFilter(query: query).interval == milliseconds)
    }
}

struct HitFrameTests {
    private func object(_ text: [UInt8]) throws -> Read {
        try JSONDecoder().decode(Read.self, from: Data(text))
    }

    /// A frame, read by somebody else than its writer.
    struct Read: Decodable {
        struct Body: Decodable {
            let seen: Int
            let time: Int
            let rate: Double
            let more: Int
            let hits: [Group]
        }

        struct Group: Decodable, Equatable {
            let n: Int
            let lat, lon: Double?
            let country, city: String?
            let exact: Bool
            let service, verdict: String
            let kind, item: String?
            let content, path: String
            let status: Int?
            let id: String?
            let age: Int
            var replay: Bool?
        }

        let topic: String
        let body: Body
    }

    @Test func isWrittenAsBrowsersReadIt() throws {
        var tally = HitTally()
        tally.add(hit(id: "1"))
        tally.add(hit(id: "2"))
        let frame = HitFrame(tally, time: 1_700_000_000_250, rate: 12.345)
        let read = try object(frame.message(topic: "hits?service=\"x\"", seen: 7))
        #expect(read.topic == "hits?service=\"x\"")
        #expect(read.body.seen == 7 && read.body.time == 1_700_000_000_250 && read.body.rate == 12.3)
        #expect(read.body.more == 0)
        #expect(
            read.body.hits == [
                .init(
                    n: 2, lat: 48.86, lon: 2.35, country: "FR", city: "Paris", exact: true, service: "repo.example",
                    verdict: "download", kind: "Request", item: "oai:x:a", content: "/presentations",
                    path: "/presentations/a.pdf", status: 200, id: "2", age: 250)
            ])
    }

    @Test func whatIsReplayedIsAGroupOfItsOwnThatSaysSo() throws {
        var tally = HitTally()
        var again = hit()
        again.replay = true
        for event in [hit(), again, again] { tally.add(event) }
        let groups = try object(HitFrame(tally, time: 0, rate: 0).message(topic: "hits?", seen: 3)).body.hits
        #expect(groups.count == 2)
        #expect(groups.first { $0.replay == true }?.n == 2)
        #expect(groups.first { $0.replay == nil }?.n == 1)
    }

    @Test func holdsNoMoreThanBrowsersCanShow() throws {
        var tally = HitTally()
        for number in 0..<500 { tally.add(hit(item: "oai:x:\(number)")) }
        for _ in 0..<9 { tally.add(hit(item: "oai:x:499")) }
        let frame = HitFrame(tally, time: 0, rate: 0)
        #expect(frame.groups.count == 400 && frame.more == 100)
        #expect(frame.groups.first?.key.item == "oai:x:499")
        let read = try object(frame.message(topic: "hits?", seen: 509))
        #expect(read.body.hits.count == 400 && read.body.more == 100 && read.body.hits.allSatisfy { $0.age == 0 })
    }

    @Test func mayBeEmpty() throws {
        let read = try object(HitFrame(HitTally(), time: 5, rate: 0).message(topic: "hits?", seen: 0))
        #expect(read.body.hits == [] && read.body.rate == 0)
    }
}
