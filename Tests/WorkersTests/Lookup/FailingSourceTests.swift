import Queues
import RedisClient
import TestKit
import Testing
import Workers

/// Repositories that are slow, away, or talk nonsense: messages wait, and nothing else happens to them.
@Suite("Look-ups in a repository that fails")
struct FailingSourceTests {
    private typealias Holdings = RepositoryHoldings

    let lookup: LookupBench
    var bench: WorkerBench { lookup.bench }
    init() throws { lookup = try LookupBench() }

    private func uuids(_ numbers: Range<Int>) -> [String] { numbers.map { Holdings.uuid($0, kind: "b") } }

    /// Each message has been sent once and was not counted as tried.
    private func expectSent(_ count: Int, at location: SourceLocation = #_sourceLocation) throws {
        #expect(try bench.depth("sent") == count, sourceLocation: location)
        #expect(lookup.items.count == count && Set(lookup.items).count == count, sourceLocation: location)
        #expect(try bench.server.list("sent").allSatisfy { !$0.contains("tries") }, sourceLocation: location)
        #expect(try bench.depth("failed:pirus2") == 0, sourceLocation: location)
    }

    @Test("While it is away messages wait, the heartbeat says for whom, and it is asked seldom")
    func away() throws {
        lookup.repository.become(.status(503))
        try lookup.push(uuids(1_000..<1_040))
        let worker = try lookup.start()
        try eventually("it says so") {
            worker.progress.snapshot.state.hasPrefix("running; look-ups wait for dspace-rest of s: HTTP 503")
        }
        try eventually("all wait") { try lookup.waiting() == 40 }
        // Five failures open the circuit; a few more were under way.
        #expect(lookup.repository.requests.count < 15)
        lookup.repository.become(.well)
        try lookup.settle(worker)
        try expectSent(40)
    }

    @Test("It is not there at all, and comes back")
    func down() throws {
        lookup.repository.goDown()
        try lookup.push(uuids(1_000..<1_010))
        let worker = try lookup.start()
        try eventually("it says so") { worker.progress.snapshot.state.contains("dspace-rest of s: Connection refused") }
        try lookup.repository.comeUp()
        try lookup.settle(worker)
        try expectSent(10)
        #expect(worker.progress.snapshot.lastError == "")
    }

    @Test("Retry-After is heeded")
    func slowDown() throws {
        lookup.repository.become(.status(429, retryAfter: "2"), for: 1)
        try lookup.push(uuids(1_000..<1_002))
        let worker = try lookup.start()
        try eventually("it pauses") { worker.progress.snapshot.state.contains("HTTP 429") }
        let before = lookup.repository.requests.count
        #expect(before <= 2)
        try lookup.settle(worker)
        try expectSent(2)
    }

    @Test("An answer that is none is asked for again")
    func garbage() throws {
        lookup.repository.become(.garbage, for: 2)
        try lookup.push(uuids(1_000..<1_002))
        try lookup.settle(try lookup.start())
        try expectSent(2)
    }

    @Test("Those that are known are not held up by those that are asked for")
    func slow() throws {
        let known = "aaaaaaaa-0000-4000-8000-00000000000a"
        try bench.server.run("SET", "lookup:s:bitstream:\(known)", #"{"item":"1/2"}"#)
        lookup.repository.become(.hanging)
        try lookup.push(uuids(1_000..<1_010) + [known])
        let worker = try lookup.start()
        try eventually("what is known is sent") { try bench.depth("sent") == 1 }
        #expect(lookup.repository.requests.count <= 4)
        // It ends although nobody answers; what waits is where it was.
        try worker.end()
        #expect(try lookup.waiting() + bench.depth("pirus2") == 10)
        lookup.repository.become(.well)
        try lookup.settle(try lookup.start())
        try expectSent(11)
    }

    @Test("Redis goes away amid the look-ups")
    func withoutRedis() throws {
        lookup.repository.become(.slow(0.2))
        try lookup.push(uuids(1_000..<1_030))
        let worker = try lookup.start()
        try eventually("it has begun") { lookup.repository.requests.count > 4 }
        try bench.server.run("SAVE")
        bench.server.kill()
        try eventually("it waits") { worker.progress.snapshot.state == "waiting for Redis" }
        try bench.server.start()
        try lookup.settle(worker)
        #expect(Set(lookup.items).count == 30)
        #expect(try bench.depth("sent") == 30)
    }
}
