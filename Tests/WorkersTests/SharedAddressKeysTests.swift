import Logging
import PluginAPI
import RedisClient
import TestKit
import Testing

@testable import Workers

/// Keys for hashing addresses, against a real Redis.
struct SharedAddressKeysTests {
    private let redis: RedisServer
    private let name = AddressKey(
        service: "repo.example", period: AddressKey.Period(of: UTCTime(secondsSince1970: 0), days: 1))
    private let stored = "anonymise:repo.example:1970-01-01+1"

    init() throws { redis = try RedisServer() }

    private func context(_ stop: StopSignal = StopSignal()) -> WorkerContext {
        WorkerContext(
            worker: "w", host: "h", address: redis.address, log: Logger(label: "test"), stop: stop,
            stopGrace: .seconds(1), journals: "")
    }

    @Test("All workers have the same keys, each of its own period and service")
    func shared() throws {
        let (one, other) = (SharedAddressKeys(context()), SharedAddressKeys(context()))
        let key = try one.key(name)
        #expect(key.count == 32)
        #expect(try other.key(name) == key)
        #expect(try redis.run("GET", stored).bytes == key)
        let left = try redis.run("PTTL", stored).integer ?? 0
        #expect((86_000_000...86_400_000).contains(left))
        let others = [
            AddressKey(service: "repo.example"), AddressKey(service: "other.example", period: name.period),
            AddressKey(
                service: "repo.example", period: AddressKey.Period(of: UTCTime(secondsSince1970: 86_400), days: 1)),
            AddressKey(
                service: "repo.example", period: AddressKey.Period(of: UTCTime(secondsSince1970: 0), days: 2)),
        ]
        let all = try others.map(one.key) + [key]
        #expect(Set(all).count == 5)
        #expect(try redis.run("PTTL", "anonymise:repo.example:clients").integer == -1)
    }

    @Test("A key of a day that is not over vanishes a day after it")
    func lifetime() throws {
        let now = try #require(try redis.run("TIME").elements.first?.integer)
        let period = AddressKey.Period(of: UTCTime(secondsSince1970: Int64(now)), days: 7)
        _ = try SharedAddressKeys(context()).key(AddressKey(service: "s", period: period))
        let left = Int(period.end) + 86_400 - now
        let key = try #require(try redis.run("KEYS", "anonymise:s:*").elements.first?.text)
        let found = try redis.run("TTL", key).integer ?? 0
        #expect((left - 60...left).contains(found))
    }

    @Test("What Redis has forgotten it is offered again after an outage; who comes first gives the key")
    func outages() throws {
        let (first, second) = (context(), context())
        let (one, other) = (SharedAddressKeys(first), SharedAddressKeys(second))
        let key = try one.key(name)
        try redis.run("FLUSHALL")
        first.outages.report(.back(after: .zero, newMaster: nil))
        #expect(try one.key(name) == key)
        #expect(try other.key(name) == key)

        try redis.run("FLUSHALL")
        let new = try SharedAddressKeys(context()).key(name)
        #expect(new != key)
        for context in [first, second] { context.outages.report(.back(after: .zero, newMaster: nil)) }
        #expect(try one.key(name) == new)
        #expect(try other.key(name) == new)
    }

    @Test("A key that Redis lets go is forgotten here too")
    func forgotten() throws {
        let keys = SharedAddressKeys(context())
        try redis.run("SET", stored, "short-lived", "PX", "300")
        let old = try keys.key(name)
        #expect(old == Array("short-lived".utf8))
        try eventually("it is another key") { try keys.key(name) != old }
    }

    @Test("While Redis is away it waits, until the worker is to end")
    func away() throws {
        let stop = StopSignal()
        let keys = SharedAddressKeys(context(stop))
        redis.kill()
        stop.request()
        #expect(throws: RedisClient.Stopped.self) { try keys.key(name) }
    }
}
