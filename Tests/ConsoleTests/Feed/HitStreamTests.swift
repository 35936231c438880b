import LiveFeed
import Testing

@testable import Console

@Suite("Frames of hits")
struct HitStreamTests {
    private func tally(_ paths: [String], _ verdict: LiveVerdict = .download) -> HitTally {
        var tally = HitTally()
        for path in paths {
            var event = LiveEvent(time: 0, service: "s", verdict: verdict, path: path)
            event.country = "FR"
            tally.add(event)
        }
        return tally
    }

    private func counts(_ news: HitStream.News) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: news.frame.groups.map { ($0.key.content, $0.count) })
    }

    @Test("Who keeps up is told of each step")
    func keepsUp() {
        let stream = HitStream(HitFilter(query: ""))
        var place = stream.place
        for step in 1...3 {
            stream.take(tally(["/a", "/a", "/b\(step)"]), milliseconds: 50, now: Int64(step))
            let news = stream.news(since: place)
            #expect(counts(news) == ["/a": 2, "/b\(step)": 1] && news.frame.more == 0)
            place = news.place
        }
        #expect(place.total == 9)
        #expect(stream.news(since: place).frame.groups.isEmpty)
    }

    @Test("Who is slow is told of several steps at once, and of numbers only what is too old")
    func isSlow() {
        let stream = HitStream(HitFilter(query: ""))
        let start = stream.place
        for step in 1...40 { stream.take(tally(["/a", "/\(step)"]), milliseconds: 50, now: 0) }
        let news = stream.news(since: start)
        #expect(counts(news).count == 41 && counts(news)["/a"] == 40 && news.frame.more == 0)
        for _ in 0..<10 { stream.take(tally(["/z"]), milliseconds: 50, now: 0) }
        let late = stream.news(since: start)
        #expect(counts(late)["/a"] == 30 && counts(late)["/z"] == 10 && late.frame.more == 20)
        #expect(late.place.total - start.total == 90)
        let middle = stream.news(since: news.place)
        #expect(counts(middle) == ["/z": 10] && middle.frame.more == 0)
    }

    @Test("A filter lets through what it chooses, and steps are as long as wanted")
    func filters() {
        let stream = HitStream(HitFilter(query: "verdict=view&every=100"))
        let start = stream.place
        stream.take(tally(["/a"]), milliseconds: 50, now: 0)
        stream.take(tally(["/b"], .view), milliseconds: 50, now: 0)
        stream.take(tally(["/c"], .view), milliseconds: 50, now: 0)
        let news = stream.news(since: start)
        #expect(counts(news) == ["/b": 1] && news.place.total == 1)
    }

    @Test("Listeners are told when there is something, and each second when there is nothing")
    func tells() async {
        let stream = HitStream(HitFilter(query: ""))
        var steps = stream.steps().makeAsyncIterator()
        stream.take(tally(["/a"]), milliseconds: 50, now: 0)
        #expect(await steps.next() != nil)
        var place = stream.place
        for _ in 0..<20 { stream.take(HitTally(), milliseconds: 50, now: 0) }
        #expect(await steps.next() != nil)
        let news = stream.news(since: place)
        #expect(news.frame.groups.isEmpty && news.frame.more == 0)
        place = news.place
        #expect(place.total == 1)
    }
}
