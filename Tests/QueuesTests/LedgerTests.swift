import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("The ledger's counters move with the messages")
struct LedgerTests {
    private let server: RedisServer
    private let client: RedisClient
    private let branch = LedgerSnapshot.Branch(queue: "q", upstream: ["q", "in"])

    init() throws {
        server = try RedisServer()
        client = RedisClient(server.address, pause: { _ in false })
        try server.run("HSET", "workers", "w_0", "q")
    }

    private func consumer(isCounted: Bool = true) -> QueueConsumer {
        QueueConsumer(client, queue: "q", worker: "w_0", targets: ["next"], isCounted: isCounted)
    }

    private func snapshot() throws -> LedgerSnapshot {
        try client.run { try LedgerSnapshot(of: [branch], $0) }
    }

    private func ledger(_ service: String = "s") throws -> Ledger {
        try #require(snapshot().ledgers(of: service).first)
    }

    /// Expects that the lists hold what the counters say.
    private func expectBalance(_ difference: Int = 0, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(try snapshot().balances.map(\.difference) == [difference], sourceLocation: location)
    }

    /// Lines as a tail reads them, one for each day of June 2024 given; too long where the number is negative.
    private func read(_ days: [Int], from offset: Int = 0) throws {
        var bytes: [UInt8] = []
        let ranges = days.map { day in
            let start = bytes.count
            bytes += "[\(abs(day) + 9)/Jun/2024:1]".utf8
            return start..<bytes.count
        }
        var lines = FileLines(in: bytes, origin: "0123456789abcdef", service: "s")
        for (index, range) in ranges.enumerated() {
            let line = FileLines.Line(range: range, offset: UInt64(offset + index))
            if days[index] < 0 {
                lines.refused.append((line, "too long", .tooLong))
            } else {
                lines.accepted.append(line)
            }
        }
        let pusher = LinePusher(client, queue: "in", worker: "tail_0")
        let position = offset == 0 ? "" : "g:\(offset)"
        let to = ["generation": "g", "offset": String(offset + days.count)]
        #expect(try pusher.push(lines, key: "c", from: position, to: to) == .accepted)
        // Once more, as after a lost answer: nothing changes.
        #expect(try pusher.push(lines, key: "c", from: position, to: to) == .moved(to))
    }

    private func broker() throws { _ = try FanOut(client, from: "in", to: ["q"]).move(100) }

    @Test("What was read waits, then ends in leaves, by day")
    func fromReadingToLeaves() throws {
        try read([1, 1, 2, -2])
        #expect(try ledger().read == 4)
        #expect(try ledger().leaves == [.tooLong: 1])
        #expect(try ledger().waiting == 3)
        try expectBalance()
        try broker()
        let consumer = consumer()
        let messages = try consumer.claim(10)
        try expectBalance()
        try consumer.settle([
            (messages[0], .done(next: "next", as: .accepted)), (messages[1], .retry(after: .zero, countsAsTry: true)),
            (messages[2], .failed("HTTP 400", as: .refused)),
        ])
        #expect(try ledger().leaves == [.tooLong: 1, .accepted: 1, .refused: 1])
        #expect(try ledger().waiting == 1)
        try expectBalance()
        let first = try #require(LogDay("2024-06-10"))
        let second = try #require(LogDay("2024-06-11"))
        #expect(try snapshot().daily(of: "s").map(\.day) == [first, second])
        let daily = try snapshot().ledgers(of: "s", days: second...second)
        #expect(daily.map(\.read) == [2])
        #expect(daily.map(\.leaves) == [[.tooLong: 1, .refused: 1]])
    }

    @Test("A batch that all goes one way is counted leaf by leaf, and once also when it is settled twice")
    func wholeBatch() throws {
        try read([1, 1, 2])
        try broker()
        let robot = Leaf("robot", detail: "a|b")
        let consumer = consumer()
        let messages = try consumer.claim(10)
        let outcomes = messages.enumerated().map { index, message in
            (message, Outcome.done(next: nil, as: index == 0 ? robot : .notForTheTracker))
        }
        #expect(try consumer.settle(outcomes) == 0)
        #expect(try ledger().leaves == [robot: 1, .notForTheTracker: 2])
        #expect(try consumer.settle(messages.map { ($0, .done(next: nil, as: .accepted)) }) == 3)
        #expect(try ledger().leaves == [robot: 1, .notForTheTracker: 2])
        try expectBalance()
    }

    @Test("Messages of other programs are counted as pushed when they end")
    func pushedByHand() throws {
        try server.run("LPUSH", "q", #"{"service":"s","logline":"[10/Jun/2024:1]"}"#, "no message")
        try expectBalance(2)
        let consumer = consumer()
        try consumer.settle(try consumer.claim(10).map { ($0, .done(next: nil, as: .noHit)) })
        #expect(try ledger().pushed == 1)
        #expect(try ledger().waiting == 0)
        #expect(try ledger("").leaves == [.malformed: 1])
        try expectBalance()
    }

    @Test("What is put back from the failed list waits again")
    func putBack() throws {
        try read([1])
        try server.run("LPUSH", "q", #"{"service":"s","logline":"x"}"#)
        try broker()
        let consumer = consumer()
        for _ in 1...2 {
            try consumer.settle(try consumer.claim(10).map { ($0, .failed("HTTP 400", as: .refused)) })
            #expect(try ledger().leaves[.refused] == 2)
            #expect(try ledger().pushed == 1)
            let put = try client.run { try QueueInspector($0).change(MessagePlace("q", .failed), .retry) }
            #expect(put == 2)
            #expect(try ledger().leaves[.refused] == 0)
            #expect(try ledger().waiting == 1)
            // The one that no tail has read.
            try expectBalance(1)
        }
    }

    @Test("What an operator purges is counted")
    func purge() throws {
        try read((0..<1_200).map { 1 + $0 % 3 })
        try server.run("LPUSH", "in", "no message")
        #expect(try client.run { try QueueInspector($0).purge("in", isCounted: true) } == 1_201)
        #expect(try ledger().leaves == [.purged: 1_200])
        #expect(try ledger("").leaves == [.purged: 1])
        try expectBalance()
    }

    @Test("Lines for which nobody is there are told; a queue in which lines have ended is remembered")
    func nobodyThere() throws {
        try read([1, 1])
        let nobody = try client.run { try LedgerSnapshot(of: [], $0) }
        #expect(nobody.unended == 2)
        #expect(try snapshot().unended == 0)
        try broker()
        let consumer = consumer()
        try consumer.settle(try consumer.claim(10).map { ($0, .done(next: nil, as: .accepted)) })
        let later = try client.run { try LedgerSnapshot(of: [], $0) }
        #expect(later.ledgers(of: "s").map(\.queue) == ["q"])
    }

    @Test("A worker that is given what another one has counted does not count it again")
    func uncounted() throws {
        try read([1])
        try broker()
        let consumer = consumer(isCounted: false)
        try consumer.settle(try consumer.claim(10).map { ($0, .done(next: nil, as: .written)) })
        #expect(try ledger().leaves.isEmpty)
    }

    @Test(
        "Only ids of a tail are a tail's",
        arguments: [
            ("0123456789abcdef:0", 0), ("0123456789abcdef:12345", 0), ("0123456789abcdeg:0", 1),
            ("0123456789abcdef:", 1),
            ("0123456789abcdef:x", 1), ("w_0:1234", 1), ("", 1),
        ])
    func idsOfTails(id: String, pushed: Int) throws {
        try server.run("LPUSH", "q", #"{"service":"s","logline":"x","id":"\#(id)"}"#)
        let consumer = consumer()
        try consumer.settle(try consumer.claim(1).map { ($0, .done(next: nil, as: .accepted)) })
        #expect(try ledger().pushed == pushed)
    }
}
