import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("Caps of failed lists")
struct FailureTrimmerTests {
    private static let now: Int64 = 1_800_000_000

    let server: RedisServer
    init() throws { server = try RedisServer() }

    private func look(maxlength: Int = 0, maxage: Double = 0) throws -> Int {
        let client = RedisClient(server.address, pause: { _ in false })
        return try FailureTrimmer(client, .init(queue: "q", maxlength: maxlength, maxage: maxage)).look(now: Self.now)
    }

    /// Adds a record made so many days ago; its text begins with the number.
    private func fail(_ number: Int, daysAgo days: Double) throws {
        let when = UTCTime(secondsSince1970: Self.now - Int64(days * 86_400)).rfc3339
        try add(#"{"message":"\#(number) \udcff","error":"e","when":"\#(when)","worker":"w_0"}"#)
    }

    private func add(_ entry: String) throws { try server.run("LPUSH", "failed:q", entry) }

    /// What is left, oldest first: the beginning of each record's message.
    private func left() throws -> [Substring] {
        try server.list("failed:q").reversed().map { $0.dropFirst($0.hasPrefix("{") ? 12 : 0).prefix { $0 != " " } }
    }

    @Test("Without caps all stay; beyond the number the oldest go")
    func number() throws {
        for number in 1...5 { try fail(number, daysAgo: 100) }
        #expect(try look() == 0)
        #expect(try look(maxlength: 5) == 0)
        #expect(try look(maxlength: 3) == 2)
        #expect(try left() == ["3", "4", "5"])
    }

    @Test("What is too old goes; what does not say when stays, and hides nothing")
    func age() throws {
        try add("by hand")
        try fail(1, daysAgo: 3)
        try add(#"{"message":"odd x","when":"2024-06-15 12:35:07","worker":"w"}"#)
        try add(#"{"message":"none x","worker":"w"}"#)
        try add(#"{"message":"wrong x","when":"2O24-06-15T12:35:07Z"}"#)
        try fail(2, daysAgo: 0.6)
        try fail(3, daysAgo: 0.4)
        try fail(4, daysAgo: 9)
        #expect(try look(maxage: 0.5) == 2)
        #expect(try left() == ["by", "odd", "none", "wrong", "3", "4"])
        #expect(try look(maxlength: 2, maxage: 0.5) == 4)
        #expect(try left() == ["3", "4"])
    }

    @Test("A long list is gone through, some thousands at a time")
    func long() throws {
        for number in 1...1_200 {
            try number == 7 || number == 600 ? add("by hand") : fail(number, daysAgo: number <= 1_100 ? 2 : 0)
        }
        #expect(try look(maxage: 1) == 1_098)
        #expect(try server.run("LLEN", "failed:q").integer == 102)
        #expect(try left().prefix(3) == ["by", "by", "1101"])
    }

    @Test("Another kind of key is left alone")
    func wrongType() throws {
        try server.run("SET", "failed:q", "x")
        #expect(throws: RedisError.self) { try look(maxlength: 1) }
    }
}
