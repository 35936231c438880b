import Mending
import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("Listing messages in portions")
struct MessageListingTests {
    let server: RedisServer
    let connection: RedisConnection

    init() throws {
        server = try RedisServer()
        connection = try server.connection()
    }

    private func push(_ numbers: ClosedRange<Int>, to key: String) throws {
        for number in numbers { try server.run("LPUSH", key, #"{"service":"s","logline":"line \#(number)"}"#) }
    }

    private func lines(_ messages: [ListedMessage]) throws -> [Int] {
        try messages.compactMap { Int(String(decoding: try $0.envelope().message.line, as: UTF8.self).dropFirst(5)) }
    }

    @Test("A page is a portion; a search looks at no more than its bound, and says where to go on")
    func pages() throws {
        try push(1...12_000, to: "q")
        let place = MessagePlace("q", .waiting)
        let page = try MessageListing(place, MessageFilter(), from: 200, 100, connection)
        #expect(try lines(page.messages) == Array(201...300))
        #expect(page.total == 12_000 && page.next == 300 && page.looked == 100)
        #expect(try MessageListing(place, MessageFilter(), from: 11_950, 100, connection).next == nil)
        #expect(try MessageListing(place, MessageFilter(), from: 13_000, 100, connection).messages.isEmpty)
        var from: Int? = 0
        var (found, steps) = ([Int](), 0)
        while let start = from {
            let page = try MessageListing(place, MessageFilter(search: "LINE 117"), from: start, 100, connection)
            #expect(page.looked <= MessageListing.mostLooked + MessageCursor.step)
            found += try lines(page.messages)
            (from, steps) = (page.next, steps + 1)
        }
        #expect(found == [117] + Array(1170...1179) + Array(11_700...11_799))
        #expect(steps == 4)
    }

    @Test("Going through a queue meets all that stays, while the oldest are taken and others come")
    func goesOnBehindWhatIsTaken() throws {
        try push(1...2_000, to: "q")
        var cursor = MessageCursor(MessagePlace("q", .waiting))
        let reader = MessageReader(connection)
        var met: [Int] = []
        var taken = 0
        while case let messages = try cursor.next(reader), !messages.isEmpty {
            met += try lines(messages)
            cursor.keep(messages)
            for _ in 1...100 { try server.run("RPOP", "q") }
            taken += 100
            try push(3_001...3_050, to: "q")
        }
        #expect(Array(met.prefix(2_000)) == Array(1...2_000))
        #expect(taken < 2_000)
        // All that was passed is gone.
        var fast = MessageCursor(MessagePlace("q", .waiting))
        let first = try fast.next(reader)
        fast.keep(first)
        for _ in 1...first.count + 10 { try server.run("RPOP", "q") }
        let next = try fast.next(reader)
        #expect(try lines(next).first == (try lines(first).last ?? 0) + 11)
    }

    @Test("Going through retries meets all that stays, while those that are due are taken")
    func goesThroughRetries() throws {
        for number in 1...1_000 {
            try server.run(
                "ZADD", "retry:q", String(1_000 + number / 3), #"{"service":"s","logline":"line \#(number)"}"#)
        }
        var cursor = MessageCursor(MessagePlace("q", .retry))
        var met: Set<Int> = []
        while case let messages = try cursor.next(MessageReader(connection)), !messages.isEmpty {
            met.formUnion(try lines(messages))
            cursor.keep(messages)
            try server.run("ZPOPMIN", "retry:q", "90")
        }
        #expect(met == Set(1...1_000))
    }

    @Test("What workers hold is listed by worker, with the time of its claim")
    func inFlight() throws {
        try server.run("HSET", "workers", "b_1", "q", "a_0", "q", "c_0", "other")
        try server.run("HSET", "worker:b_1", "host", "h", "claims", "1700000000:1 1700000009:2")
        try push(1...3, to: "temp:b_1")
        try push(4...5, to: "temp:a_0")
        try push(9...9, to: "temp:c_0")
        let place = MessagePlace("q", .inFlight)
        let all = try MessageListing(place, MessageFilter(), from: 0, 100, connection)
        #expect(try lines(all.messages) == [4, 5, 1, 2, 3] && all.total == 5)
        #expect(all.messages.map(\.worker) == ["a_0", "a_0", "b_1", "b_1", "b_1"])
        #expect(all.messages.map(\.claimed) == [nil, nil, 1_700_000_000, 1_700_000_009, 1_700_000_009])
        let part = try MessageListing(place, MessageFilter(), from: 1, 2, connection)
        #expect(try lines(part.messages) == [5, 1] && part.next == 3)
        var cursor = MessageCursor(place)
        let met = try cursor.next(MessageReader(connection))
        cursor.keep(met)
        #expect(try met.count == 5 && cursor.next(MessageReader(connection)).isEmpty)
    }

    @Test("A search goes by line, id, service and reason, in any case; what is no message by what it is")
    func search() throws {
        for record in [
            #"{"message":{"service":"Repo","logline":"GET /A\#u{5c}"B","id":"77:1"},"error":"HTTP 500","when":"w","worker":"x"}"#,
            #"{"message":"no {message","error":"message is no JSON object","when":"w","worker":"x"}"#,
        ] {
            try server.run("LPUSH", "failed:q", record)
        }
        let place = MessagePlace("q", .failed)
        for (text, positions) in [
            ("get /a\"b", [0]), ("77:", [0]), ("repo", [0]), ("http 5", [0]), ("{MESS", [1]), ("JSON", [1]),
            ("when", []),
            ("worker", []),
        ] {
            let page = try MessageListing(place, MessageFilter(search: text), from: 0, 10, connection)
            #expect(page.messages.map(\.position) == positions, "\(text)")
        }
    }
}
