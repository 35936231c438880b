import RedisClient
import TestKit
import Testing

@Suite("Subscriptions")
struct RedisSubscriptionTests {
    let server: RedisServer
    init() throws { server = try RedisServer() }

    @Test("What is published is heard, byte for byte and in its order, of the channels alone")
    func hears() throws {
        let subscription = try RedisSubscription(server.connection(), to: ["a", "b"])
        #expect(try subscription.messages(upTo: .milliseconds(1)) == [])
        let publisher = try server.connection()
        for (channel, message) in [("a", "1"), ("c", "2"), ("b", "\u{0}\r\n"), ("a", "")] {
            try publisher.run(RedisCommand("PUBLISH", channel, message))
        }
        var heard: [[UInt8]] = []
        try eventually("three messages are heard") {
            heard += try subscription.messages(upTo: .milliseconds(100))
            return heard.count >= 3
        }
        #expect(heard == [[UInt8(ascii: "1")], [0, 13, 10], []])
    }

    @Test("Many messages at once")
    func many() throws {
        let subscription = try RedisSubscription(server.connection(), to: ["a"])
        let publisher = try server.connection()
        let long = String(repeating: "x", count: 1_000)
        for number in 0..<5_000 { try publisher.send(RedisCommand("PUBLISH", "a", "\(number) \(long)")) }
        for _ in 0..<5_000 { _ = try publisher.answer() }
        var heard: [Int] = []
        try eventually("all are heard") {
            heard += try subscription.messages(upTo: .milliseconds(100))
                .compactMap { Int(String(decoding: $0.prefix { $0 != 32 }, as: UTF8.self)) }
            return heard.count >= 5_000
        }
        #expect(heard == Array(0..<5_000))
    }

    @Test("A server that goes is noticed")
    func gone() throws {
        let subscription = try RedisSubscription(server.connection(), to: ["a"])
        server.kill()
        #expect(throws: RedisError.self) {
            while true { _ = try subscription.messages(upTo: .milliseconds(100)) }
        }
    }

    @Test("A server that is silent is asked, and goes on being heard")
    func silent() throws {
        var address = server.address
        address.timeout = 0.05
        let subscription = try RedisSubscription(RedisConnection(address), to: ["a"])
        for _ in 0..<8 { #expect(try subscription.messages(upTo: .milliseconds(30)) == []) }
        try server.run("PUBLISH", "a", "1")
        try eventually("it is heard") { try subscription.messages(upTo: .milliseconds(100)) == [[49]] }
    }
}
