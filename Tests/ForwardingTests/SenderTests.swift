import Settings
import TestKit
import Testing

@testable import Forwarding

/// A loop over a sender that settles at once.
final class Loop {
    var sender: Sender?
    var notices: [EndpointCircuit.Notice] = []
    var verdicts: [Int: Verdict] = [:]
    private var next = 0

    init(_ url: String, _ change: (inout ForwarderSettings) -> Void = { _ in }) throws {
        let settings = ForwarderSettings.testing(endpoint: url) {
            $0.timeout = 10
            $0.pauseonfail = 0.2
            change(&$0)
        }
        sender = try Sender(settings, userAgent: "loglines/test") { [unowned self] in notices.append($0) }
    }

    /// Submits what there is room for, up to a number of messages in all.
    func fill(_ sender: Sender, upTo count: Int) throws {
        while sender.room > 0, next < count {
            try sender.submit(query: Array("n=\(next)".utf8), tag: next)
            next += 1
        }
    }

    /// Sends messages until so many have a verdict.
    func run(_ count: Int) throws {
        let sender = try #require(sender)
        try eventually("\(count) verdicts", within: 30) {
            try fill(sender, upTo: count)
            let outcomes = try sender.wait(upTo: .milliseconds(100))
            for outcome in outcomes { verdicts[outcome.tag] = outcome.verdict }
            sender.release(outcomes.count)
            return verdicts.count == count
        }
    }
}

@Suite("Sending to a tracker")
struct SenderTests {
    @Test("To nginx: all delivered, the query as written", .enabled(if: NginxServer.isInstalled, "no nginx"))
    func delivers() throws {
        let nginx = try NginxServer()
        let loop = try Loop("\(nginx.url)/counter/?site=1")
        try loop.run(50)
        #expect(Set(loop.verdicts.values.map(\.isDelivered)) == [true])
        #expect(loop.notices.isEmpty)
        try eventually("nginx has logged") { nginx.requests.count == 50 }
        #expect(Set(nginx.requests.map { $0[3] }) == Set((0..<50).map { "/counter/?site=1&n=\($0)" }))
    }

    @Test("A message keeps its place until it is released")
    func holdsPlaces() throws {
        let server = try MisbehavingServer([.answer(200)])
        let sender = try Sender(.testing(endpoint: server.url) { $0.concurrency = 2 }, userAgent: "t") { _ in }
        #expect(sender.room == 2)
        try sender.submit(query: [], tag: 0)
        #expect(sender.room == 1)
        try eventually("it is answered") { try sender.wait(upTo: .milliseconds(50)).count == 1 }
        #expect(sender.inFlight == 0)
        #expect(sender.room == 1)
        sender.release(1)
        #expect(sender.room == 2)
    }

    @Test("Refused messages are parked and the endpoint stays in use")
    func refuses() throws {
        let server = try MisbehavingServer([.answer(400, body: "url_tim missing\nmore")])
        let loop = try Loop(server.url)
        try loop.run(12)
        #expect(Set(loop.verdicts.values.map(\.name)) == ["refuse HTTP 400: url_tim missing"])
        #expect(loop.notices.isEmpty)
    }

    @Test("Where nobody listens no try is burnt, and one message at a time looks again")
    func unreachable() throws {
        let loop = try Loop("http://127.0.0.1:\(freePort())") { $0.concurrency = 4 }
        try loop.run(7)
        #expect(loop.verdicts.values.allSatisfy { !$0.countsTry })
        #expect(loop.verdicts.values.count { $0.isGiveBack } == 4)
        #expect(loop.verdicts.values.count { !$0.isGiveBack } == 3)
        #expect(loop.notices.count == 1)
        let text = try #require(loop.sender?.pause?.description)
        #expect(text.hasPrefix("paused until ") && text.contains("Connection refused"))
    }

    @Test("Five failures in a row open the circuit, and a canary closes it")
    func circuit() throws {
        let failures = [MisbehavingServer.Treatment](repeating: .answer(500, body: "oops"), count: 6)
        let server = try MisbehavingServer(failures + [.answer(200)])
        let loop = try Loop(server.url) { $0.concurrency = 1 }
        try loop.run(10)
        #expect((0..<4).allSatisfy { loop.verdicts[$0]?.countsTry == true })
        // The fifth opens the circuit, the sixth is a canary that fails.
        #expect((4..<6).allSatisfy { loop.verdicts[$0]?.name.hasPrefix("retry HTTP 500: oops") == true })
        #expect((4..<6).allSatisfy { loop.verdicts[$0]?.countsTry == false })
        #expect((6..<10).allSatisfy { loop.verdicts[$0] == .delivered })
        #expect(loop.notices.count == 2)
        #expect(loop.notices.first == .paused(reason: "HTTP 500: oops"))
        #expect(loop.sender?.pause == nil)
    }

    @Test("Silence and broken connections are failures of the message first")
    func timeouts() throws {
        let server = try MisbehavingServer([.hang, .reset, .send("garbage\r\n\r\n"), .answer(200)])
        let loop = try Loop(server.url) {
            $0.timeout = 0.3
            $0.concurrency = 1
        }
        try loop.run(4)
        #expect((0..<3).allSatisfy { loop.verdicts[$0]?.countsTry == true })
        #expect(loop.verdicts[3] == .delivered)
        #expect(loop.notices.isEmpty)
    }

    @Test("Retry-After makes everything wait; nothing is counted")
    func retryAfter() throws {
        let server = try MisbehavingServer([.answer(503, ["Retry-After: 1"]), .answer(200)])
        let loop = try Loop(server.url) { $0.concurrency = 1 }
        try loop.run(3)
        #expect(loop.verdicts[0] == .giveBack(reason: "HTTP 503"))
        #expect(loop.verdicts[1] == .delivered)
        guard case .back(let length) = loop.notices.last else {
            Issue.record("the endpoint is not back")
            return
        }
        #expect(length >= .seconds(1))
    }

    @Test("A status that came counts, whatever becomes of the body")
    func brokenBody() throws {
        let server = try MisbehavingServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")])
        let loop = try Loop(server.url)
        try loop.run(1)
        #expect(loop.verdicts[0] == .delivered)
    }

    @Test("With a rate limit one goes at a time, and the next event is the next start")
    func rateLimit() throws {
        let server = try MisbehavingServer([.answer(200)])
        let sender = try Sender(.testing(endpoint: server.url) { $0.ratelimit = 60 }, userAgent: "t") { _ in }
        #expect(sender.room == 1)
        #expect(sender.nextEvent == nil)
        try sender.submit(query: [], tag: 0)
        #expect(sender.room == 0)
        #expect(sender.nextEvent != nil)
    }

    @Test("Closing names what was in flight")
    func closes() throws {
        let server = try MisbehavingServer([.hang])
        let sender = try Sender(.testing(endpoint: server.url), userAgent: "t") { _ in }
        for tag in 1...3 { try sender.submit(query: [], tag: tag) }
        try eventually("the tracker has them") {
            _ = try sender.wait(upTo: .milliseconds(20))
            return server.requests.count == 3
        }
        #expect(sender.close().sorted() == [1, 2, 3])
        #expect(sender.inFlight == 0)
    }

    @Test(
        "Addresses",
        arguments: [
            ("http://h/counter/", "http://h/counter/?"), ("HTTPS://h", "HTTPS://h?"),
            ("http://h/?a=b", "http://h/?a=b&"),
            ("http://h/?", "http://h/?"), ("http://h/?a&", "http://h/?a&"), ("ftp://h/", nil), ("h/counter", nil),
            ("http:/h", nil), ("http://", nil), ("http://h/#a", nil), ("http://h/a b", nil), ("", nil),
        ] as [(String, String?)])
    func endpoints(address: String, prefix: String?) throws {
        if let prefix {
            #expect(try Endpoint(address).prefix == Array(prefix.utf8))
        } else {
            #expect(throws: EndpointError.self) { try Endpoint(address) }
        }
    }
}

extension SenderTests {
    @Test(
        "The path is sent as it stands, unless libcurl would change it",
        arguments: [
            ("http://h/counter/", 8), ("https://u:p@h:1/a?b", 15), ("http://h", nil), ("http://h?a=/", nil),
            ("http://h/a/../b", nil), ("http://h/.", nil),
        ] as [(String, Int?)])
    func paths(address: String, path: Int?) throws {
        #expect(try Endpoint(address).path == path)
    }

    @Test(
        "What is shown of an address is no secret",
        arguments: [
            ("http://h", "http://h"), ("https://h:1/a/", "https://h:1/a/"), ("http://u:p@h/a@b", "http://h/a@b"),
            ("http://u:p@q@h/", "http://h/"), ("http://u@h?key=1", "http://h"), ("http://h/a?key=1", "http://h/a"),
            ("http://h/?a=b@c", "http://h/"),
        ])
    func shownAddresses(address: String, shown: String) throws {
        #expect(try Endpoint(address).shown == shown)
    }

    @Test("Each answer comes with the time that it took; what nobody got has none")
    func times() throws {
        let server = try MisbehavingServer([.answer(200), .answer(500), .reset])
        let sender = try Sender(.testing(endpoint: server.url) { $0.concurrency = 3 }, userAgent: "t") { _ in }
        for tag in 0..<3 { try sender.submit(query: [], tag: tag) }
        var seconds: [Double?] = []
        try eventually("all are over") {
            seconds += try sender.wait(upTo: .milliseconds(50)).map(\.seconds)
            return seconds.count == 3
        }
        #expect(seconds.allSatisfy { $0 ?? -1 >= 0 }, "\(seconds)")
        let nobody = try Sender(.testing(endpoint: "http://127.0.0.1:\(freePort())"), userAgent: "t") { _ in }
        try nobody.submit(query: [], tag: 0)
        var outcomes: [Sender.Outcome] = []
        try eventually("it is over") {
            outcomes += try nobody.wait(upTo: .milliseconds(50))
            return !outcomes.isEmpty
        }
        #expect(outcomes.map(\.seconds) == [nil])
    }

    @Test("Whether or not libcurl looks at the path, the same is sent", arguments: ["/a%2f/c", "/a%2f/b/../c", "?/a"])
    func sameTarget(path: String) throws {
        let server = try MisbehavingServer([.answer(200)])
        let loop = try Loop("\(server.url)\(path)") { $0.concurrency = 1 }
        try loop.run(3)
        let target = path.hasPrefix("?") ? "/\(path)&" : "/a%2f/c?"
        #expect(server.requests == (0..<3).map { "GET \(target)n=\($0) HTTP/1.1" })
    }
}

extension Verdict {
    var isDelivered: Bool { self == .delivered }

    var countsTry: Bool { if case .retry(_, true, _) = self { true } else { false } }

    var isGiveBack: Bool { if case .giveBack = self { true } else { false } }

    /// Kind and reason.
    var name: String {
        switch self {
        case .delivered: "delivered"
        case .refuse(let reason): "refuse \(reason)"
        case .retry(let reason, _, _): "retry \(reason)"
        case .giveBack(let reason): "giveBack \(reason)"
        }
    }
}
