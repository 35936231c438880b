import FoundationEssentials
import LiveFeed
import Testing

struct LiveEventTests {
    @Test func whatIsNotKnownIsLeftOut() {
        let event = LiveEvent(time: 1, service: "a", verdict: .noItem, path: "/")
        #expect(
            String(decoding: event.json, as: UTF8.self) == #"{"time":1,"service":"a","verdict":"no_item","path":"/"}"#)
    }

    @Test func comesBackAsItWas() throws {
        var event = hit("/a\"b\\c\u{1}\u{7f}\u{2028}é😀/d", .doubleClick, id: "host:/log:1:2")
        event.reason = "a later click counts"
        event.method = "GET"
        event.httpProtocol = "HTTP/1.1"
        (event.bytes, event.bytesIn, event.bytesOut) = (4096, 512, 4608)
        event.ip = "2001:db8::"
        event.agent = "Mozilla/5.0 \t\u{0}"
        event.replay = true
        #expect(try LiveEvent(json: event.json) == event)
    }

    @Test func otherKeysArePassedOver() throws {
        let json = #"{"time":1,"service":"a","verdict":"error","path":"","new":[{}],"country":null}"#
        #expect(try LiveEvent(json: Array(json.utf8)) == LiveEvent(time: 1, service: "a", verdict: .error, path: ""))
    }

    @Test(arguments: ["", "{}", "[]", #"{"time":"1","service":"a","verdict":"error","path":""}"#, "\u{0}"])
    func whatIsNoEventIsRefused(json: String) {
        #expect(throws: (any Error).self) { try LiveEvent(json: Array(json.utf8)) }
    }

    @Test(arguments: [
        ("/presentations/a.pdf", "/presentations"), ("/", "/"), ("", "/"), ("/a", "/a"), ("/a?x=/y", "/a"),
        ("a/b", "/a"),
        ("//a", "/"), ("http://x/y", "/http:"),
    ])
    func contentIsTheFirstPart(path: String, content: String) { #expect(hit(path).content == content) }

    @Test func whereOnlyTheCountryIsKnownItsMiddleIsShown() throws {
        let exact = try #require(hit().position)
        #expect(exact == (48.86, 2.35, true))
        let rough = try #require(hit(at: nil).position)
        #expect(rough == (46.6, 2.3, false))
        #expect(hit(country: nil, at: nil).position == nil)
        #expect(hit(country: "XX", at: nil).position == nil)
    }
}

struct CountryCentresTests {
    @Test(arguments: [
        ("FR", 46.0, 2.0), ("US", 39.5, -98.0), ("NO", 62.0, 10.0), ("SG", 1.3, 103.8), ("XK", 42.6, 20.9),
        ("AU", -25.0, 134.0),
        ("FJ", -18.0, 178.0), ("RU", 62.0, 97.0), ("VA", 41.9, 12.5), ("NZ", -43.0, 171.0),
    ])
    func liesWhereOneLooksForIt(code: String, latitude: Double, longitude: Double) throws {
        let centre = try #require(CountryCentres.position(of: code))
        #expect(abs(centre.latitude - latitude) < 5 && abs(centre.longitude - longitude) < 5)
    }

    @Test func everyCountryHasOne() {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }
        let codes = letters.flatMap { first in letters.map { first + $0 } }.filter { CountryNames.name($0) != $0 }
        #expect(codes.count == 249)
        #expect(codes.filter { CountryCentres.position(of: $0) == nil } == [])
    }
}
