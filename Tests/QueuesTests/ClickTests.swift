import CounterRules
import PluginAPI
import RedisClient
import SeededRandom
import TestKit
import Testing

@testable import Queues

/// The double-click stage against a real Redis. A line is `TIME IDENTITY`, with TIME in seconds since 1970.
@Suite("Double clicks in Redis")
struct ClickTests {
    let server: RedisServer
    init() throws { server = try RedisServer() }

    private func consumer(_ worker: String = "w_0", maxlength: Int = 0) -> QueueConsumer {
        QueueConsumer(
            RedisClient(server.address, pause: { _ in false }), queue: "q", worker: worker, targets: ["sent", "other"],
            maxlength: maxlength, holdsClicks: true)
    }

    private func push(_ lines: [String]) throws {
        for line in lines { try push(line, id: line) }
    }

    private func push(_ line: String, id: String) throws {
        try server.run("LPUSH", "q", #"{"service":"s","logline":"\#(line)","id":"\#(id)"}"#)
    }

    private func line(_ message: QueuedMessage) -> String {
        String(decoding: message.envelope.message.line, as: UTF8.self)
    }

    private func click(_ line: String, grace: Double) throws -> Click {
        let words = line.split(separator: " ")
        let time = try #require(words.first.flatMap { Int64($0) })
        return Click(service: "s", time: time, window: DoubleClicks.window, grace: grace) { "\(words[1])@\($0)" }
    }

    private func clicks(
        _ messages: [QueuedMessage], grace: Double = 0.2
    ) throws -> [(message: QueuedMessage, click: Click)] {
        try messages.map { ($0, try click(line($0), grace: grace)) }
    }

    private func count(_ key: String) throws -> Int { try server.run("ZCARD", key).integer ?? -1 }

    /// Claims and decides once, and settles what is decided: `sent` gets what counts, `other` the rest.
    private func round(_ consumer: QueueConsumer, limit: Int = 256, grace: Double = 0.2) throws {
        let messages = try consumer.claim(limit)
        let verdicts = try consumer.decide(clicks(messages, grace: grace)) { .zero }
        try consumer.settle(
            zip(messages, verdicts).compactMap { message, verdict in
                switch verdict {
                case .held: nil
                case .counts: (message, .done(next: "sent"))
                case .double: (message, .done(next: "other"))
                }
            })
    }

    private func lines(_ key: String) throws -> [String] {
        try server.list(key).map {
            String(decoding: try MessageEnvelope(json: Array($0.utf8)).message.line, as: UTF8.self)
        }.sorted()
    }

    @Test("A hit is recorded and held in one step, and decided when it comes again")
    func twoPasses() throws {
        try push(["100 a", "130 a", "161 a", "120 b"])
        let consumer = consumer()
        let messages = try consumer.claim(10)
        #expect(try consumer.decide(clicks(messages)) { .zero } == [.held, .held, .held, .held])
        #expect(try server.run("EXISTS", "temp:w_0", "claimed:q").integer == 0)
        #expect(try count("retry:q") == 4 && count("clicks:s:a@0") == 3)
        #expect(try (3_600...3_601).contains(server.run("TTL", "clicks:s:a@0").integer ?? 0))
        var again: [QueuedMessage] = []
        try eventually("they are due") {
            again += try consumer.claim(10)
            return again.count == 4
        }
        #expect(again.map(line).sorted() == ["100 a", "120 b", "130 a", "161 a"])
        let verdicts = try consumer.decide(clicks(again)) { .zero }
        let byLine = Dictionary(zip(again.map(line), verdicts)) { $1 }
        #expect(
            byLine == ["100 a": .double(of: "130 a"), "120 b": .counts, "130 a": .counts, "161 a": .counts])
        #expect(again.allSatisfy { $0.envelope.tries == 0 })
    }

    @Test("A hit of now waits until no later one can come; one of the future waits no longer than that")
    func dueTimes() throws {
        let now = try #require(try server.run("TIME").elements.first?.integer)
        try push(["\(now - 10) a", "\(now + 9_000) b", "5 c"])
        let consumer = consumer()
        _ = try consumer.decide(clicks(consumer.claim(10), grace: 50)) { .zero }
        let entries = try server.run("ZRANGE", "retry:q", "0", "-1", "WITHSCORES").elements.compactMap(\.text)
        let waits = try stride(from: 1, to: entries.count, by: 2).map { try #require(Int(entries[$0])) - now * 1_000 }
        // Since `now` was asked for, up to 20 seconds may have gone by on a machine that is busy.
        #expect(waits.count == 3)
        #expect((50_000..<70_000).contains(waits[0]) && (70_000..<90_000).contains(waits[1]))
        #expect((80_000..<100_000).contains(waits[2]))
    }

    @Test("The same call again, because its answer was lost, changes nothing")
    func repeated() throws {
        try push(["100 a", "110 a"])
        let consumer = consumer()
        let messages = try clicks(consumer.claim(10))
        #expect(try consumer.decide(messages) { .zero } == [.held, .held])
        let before = try server.run("ZRANGE", "retry:q", "0", "-1", "WITHSCORES")
        #expect(try consumer.decide(messages) { .zero } == [.held, .held])
        #expect(try server.run("ZRANGE", "retry:q", "0", "-1", "WITHSCORES") == before)
        #expect(try count("clicks:s:a@0") == 2 && server.list("temp:w_0").isEmpty)
    }

    @Test("A message that was given to another worker meanwhile is left to that one")
    func givenAway() throws {
        try push(["100 a"])
        let (first, second) = (consumer(), consumer("w_1"))
        let messages = try clicks(first.claim(10))
        try server.run("LMOVE", "temp:w_0", "q", "RIGHT", "RIGHT")
        let others = try second.claim(10)
        #expect(others.count == 1)
        #expect(try first.decide(messages) { .zero } == [.held])
        #expect(try count("clicks:s:a@0") == 0 && count("retry:q") == 0)
        #expect(try second.decide(clicks(others)) { .zero } == [.held])
    }

    @Test("Nothing is decided during the pause; what is due waits for its rest")
    func pauses() throws {
        try push(["100 a"])
        let consumer = consumer()
        try round(consumer, grace: 0)
        var again: [QueuedMessage] = []
        try eventually("it is due") {
            again = try consumer.claim(10)
            return !again.isEmpty
        }
        #expect(try consumer.decide(clicks(again, grace: 0)) { .seconds(100) } == [.held])
        #expect(try consumer.claim(10).isEmpty && count("retry:q") == 1)
    }

    @Test("A record that is gone is made anew, and its message held again")
    func expired() throws {
        try push(["100 a", "120 a"])
        let consumer = consumer()
        try round(consumer)
        try server.run("DEL", "clicks:s:a@0")
        try eventually("both come to their end") {
            try round(consumer)
            return try lines("sent").count + lines("other").count == 2
        }
        #expect(try lines("sent") == ["120 a"])
    }

    @Test("Slices of time do not part what belongs together")
    func slices() throws {
        try push(["599 a", "629 a", "1199 b", "1230 b", "-1 c", "29 c"])
        let consumer = consumer()
        try eventually("all come to their end") {
            try round(consumer)
            return try lines("sent").count + lines("other").count == 6
        }
        #expect(try lines("sent") == ["1199 b", "1230 b", "29 c", "629 a"])
    }

    @Test("In the same second the one that stands later in the file counts")
    func sameSecond() throws {
        for offset in ["0", "99", "180"] { try push("100 a", id: "f:\(offset)") }
        let consumer = consumer()
        try eventually("all come to their end") {
            try round(consumer)
            return try lines("sent").count + lines("other").count == 3
        }
        #expect(try server.list("sent").map { $0.contains("f:180") } == [true])
    }

    @Test("A message that is being held and comes once more is its own double")
    func twins() throws {
        try push("100 a", id: "x")
        let consumer = consumer()
        try round(consumer)
        try push("100 a", id: "x")
        let messages = try consumer.claim(10)
        #expect(try consumer.decide(clicks(messages)) { .zero } == [.double(of: "x")])
        try consumer.settle(messages.map { ($0, .done(next: "other")) })
        try eventually("the first is sent") {
            try round(consumer)
            return try lines("sent").count == 1
        }
        #expect(try count("retry:q") == 0 && server.list("temp:w_0").isEmpty)
    }

    @Test("While another worker has not recorded what it claimed nothing is due, even if it died")
    func claimedElsewhere() throws {
        try push(["100 a"])
        let (first, second) = (consumer(), consumer("w_1"))
        try round(first, grace: 0)
        try push(["120 a"])
        let slow = try second.claim(1)
        #expect(slow.map(line) == ["120 a"])
        try #require(try server.run("ZRANGEBYSCORE", "retry:q", "-inf", "+inf").elements.count == 1)
        for _ in 0..<5 { #expect(try first.claim(10).isEmpty) }
        // The worker is started again, and takes up what it held.
        let heir = consumer("w_1")
        try round(heir, grace: 0)
        try eventually("both come to their end") {
            try round(first, grace: 0)
            return try lines("sent").count + lines("other").count == 2
        }
        #expect(try lines("sent") == ["120 a"])
    }

    @Test("What a dead worker held decides nothing before all of it has been seen")
    func heirs() throws {
        try push(["100 a"])
        let dead = consumer()
        try round(dead, grace: 0)
        #expect(try dead.claim(1).map(line) == ["100 a"])
        try push(["120 a"])
        #expect(try dead.claim(1).map(line) == ["120 a"])
        let heir = consumer()
        let first = try heir.claim(1)
        #expect(first.map(line) == ["100 a"])
        #expect(try heir.decide(clicks(first, grace: 0)) { .zero } == [.held])
        try eventually("both come to their end") {
            try round(heir, grace: 0)
            return try lines("sent").count + lines("other").count == 2
        }
        #expect(try lines("sent") == ["120 a"])
    }

    @Test("New messages go before those that are due, until as many are held as may be")
    func order() throws {
        try push((0..<6).map { "100 \($0)" })
        let consumer = consumer(maxlength: 4)
        try round(consumer, limit: 3, grace: 0)
        // One may still be held; then it is the turn of those that are due.
        let mixed = try consumer.claim(3)
        #expect(mixed.first.map(line) == "100 3" && mixed.count == 3)
        _ = try consumer.decide(clicks(mixed, grace: 0)) { .zero }
        try server.run("ZADD", "retry:q", "99999999999999", "x", "99999999999999", "y")
        #expect(try consumer.claim(1).map(line) == ["100 2"])
        for key in ["z", "u"] { try server.run("ZADD", "retry:q", "99999999999999", key) }
        try server.run("ZREMRANGEBYSCORE", "retry:q", "-inf", "9999999999999")
        #expect(try consumer.claim(1).isEmpty && consumer.fullTarget == "retry:q")
    }

    @Test("What the look-up says of a hit")
    func lookUp() throws {
        try push("100 a", id: "x*[1]\\\\")
        try push("105 a", id: "y")
        let consumer = consumer()
        let lookup = ClickLookup(try server.connection(), queue: "q")
        #expect(try lookup.finding(click("100 a", grace: 1), id: "y") == ClickLookup.Finding())
        try round(consumer, grace: 3_000)
        let first = try lookup.finding(click("100 a", grace: 1), id: "x*[1]\\")
        #expect(first.isRecorded && first.isWaiting && first.counts == "y")
        let second = try lookup.finding(click("105 a", grace: 1), id: "y")
        #expect(second.isRecorded && second.isWaiting && second.counts == nil)
        try server.run("DEL", "retry:q")
        #expect(try !lookup.finding(click("105 a", grace: 1), id: "y").isWaiting)
        #expect(try lookup.finding(click("105 a", grace: 1), id: "z") == ClickLookup.Finding())
    }

    @Test("A key of another type is refused before anything is changed")
    func wrongType() throws {
        try push(["100 a"])
        let consumer = consumer()
        let messages = try consumer.claim(10)
        try server.run("SET", "clicks:s:a@0", "text")
        #expect(throws: RedisError.self) { try consumer.decide(clicks(messages)) { .zero } }
        #expect(try server.list("temp:w_0").count == 1)
    }

    @Test(
        "Several workers, lines in any order, some workers killed: what counts is what the rule says", arguments: 0..<4)
    func several(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let hits = (0..<900).map { "\(1_000 + random.below(2_500)) u\(random.below(25)) \($0)" }
        for hit in hits.shuffled(using: &random) { try push(hit, id: "f:\(hit.split(separator: " ")[2])") }
        let known = Dictionary(grouping: hits.map { $0.split(separator: " ") }) { $0[1] }.mapValues { group in
            group.map { DoubleClicks.Hit(time: Int64($0[0]) ?? 0, id: "f:\($0[2])") }
        }
        let expected = known.flatMap { user, group in
            group.filter { DoubleClicks.partner(of: $0, among: group) == nil }.map {
                "\($0.time) \(user) \($0.id.dropFirst(2))"
            }
        }
        var workers = (0..<3).map { consumer("w_\($0)") }
        try eventually("all come to their end") {
            let number = random.below(3)
            if random.chance(0.2), try server.list("temp:w_\(number)").isEmpty {
                // It dies with what it has just claimed, and another process takes its name, sooner or later.
                _ = try workers[number].claim(1 + random.below(40))
                workers[number] = consumer("w_\(number)")
            }
            try round(workers[random.below(3)], limit: 1 + random.below(40), grace: 0)
            return try server.run("EXISTS", "q", "retry:q", "temp:w_0", "temp:w_1", "temp:w_2").integer == 0
        }
        #expect(try lines("sent").count + lines("other").count == hits.count)
        #expect(try lines("sent") == expected.sorted())
    }
}
