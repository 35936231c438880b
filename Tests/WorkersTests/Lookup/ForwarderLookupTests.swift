import Lookups
import Queues
import RedisClient
import Settings
import TestKit
import Testing

/// Messages whose items must be looked up, in a repository that answers well.
@Suite("The forwarder's look-ups")
struct ForwarderLookupTests {
    private typealias Holdings = RepositoryHoldings

    let lookup: LookupBench
    var bench: WorkerBench { lookup.bench }
    init() throws { lookup = try LookupBench() }

    @Test("Each reference is asked once, and its answer is kept for all workers")
    func asksOnce() throws {
        let uuids = (1_000..<1_010).map { Holdings.uuid($0, kind: "b") }
        for _ in 0..<60 { try lookup.push(uuids) }
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.count == 10)
        #expect(try bench.depth("sent") == 600)
        #expect(Set(lookup.items) == Set((1_000..<1_010).map { "oai%3Arepo.example.ac.uk%3A1826%2F\($0)" }))
        let key = "lookup:s:bitstream:\(uuids[0])"
        #expect(
            try bench.server.run("GET", key).text == #"{"item":"1826/1000","page":"/handle/1826/1000"}"#)
        let expiry = try #require(try bench.server.run("TTL", key).integer)
        #expect(expiry > LookupCache.itemExpiry - 600 && expiry <= LookupCache.itemExpiry)

        try lookup.push(uuids)
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.count == 10)
        #expect(try bench.depth("sent") == 610)
        #expect(try bench.server.list("sent").allSatisfy { !$0.contains("tries") })
    }

    @Test("A file that does not count goes to the other queue")
    func excluded() throws {
        try lookup.push([Holdings.thumbnail, Holdings.original])
        try lookup.settle(try lookup.start())
        #expect(try bench.depth("other") == 1)
        #expect(try bench.depth("sent") == 1)
        #expect(
            try bench.server.run("GET", "lookup:s:bitstream:\(Holdings.thumbnail)").text
                == #"{"detail":"THUMBNAIL","excluded":"thumbnail"}"#)
    }

    @Test("Item and citation are looked up one after the other")
    func citation() throws {
        try lookup.push([Holdings.original], as: "C")
        try lookup.settle(try lookup.start(.pirus2))
        #expect(lookup.repository.requests.count == 2)
        let told = try #require(lookup.tracker.requests.first?[3])
        #expect(told.contains("&rft_id=info%3Adoi%3Ahttp%3A%2F%2Fdx.doi.org%2F10.1000%2F182&"))
        let key = "lookup:s:citation:\(Holdings.oaiPrefix):\(Holdings.handle)"
        #expect(try bench.server.run("GET", key).text?.hasPrefix(#"{"citation":{"#) == true)
        let expiry = try #require(try bench.server.run("TTL", key).integer)
        #expect(expiry > LookupCache.citationExpiry - 600 && expiry <= LookupCache.citationExpiry)
    }

    @Test("What somebody wrote into Redis by hand is believed if it can be read")
    func byHand() throws {
        let uuid = "aaaaaaaa-0000-4000-8000-00000000000a"
        try bench.server.run("SET", "lookup:s:bitstream:\(uuid)", #"{"item":"1/2"}"#)
        try bench.server.run("SET", "lookup:s:bitstream:\(Holdings.original)", "1/2")
        try lookup.push([uuid, Holdings.original])
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.count == 1)
        #expect(lookup.items == ["oai%3Arepo.example.ac.uk%3A1%2F2", "oai%3Arepo.example.ac.uk%3A1826%2F936"])
    }

    @Test("What is not found is asked again, then given up with the reason; a retry asks anew")
    func givesUp() throws {
        let uuid = "aaaaaaaa-0000-4000-8000-00000000000a"
        try lookup.push([uuid, uuid])
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.count == 3)
        let inspector = QueueInspector(try bench.server.connection())
        let failures = try inspector.failures(10, of: "pirus2")
        let expected = "item not resolved: dspace-rest of bitstream \"\(uuid)\": HTTP 404, asked 3 times since \""
        #expect(failures.count == 2 && failures.allSatisfy { $0.error.hasPrefix(expected) }, "\(failures.map(\.error))")

        // Others of it end at once, as long as that is remembered.
        try lookup.push([uuid])
        let worker = try lookup.start()
        try eventually("it is given up") { try bench.depth("failed:pirus2") == 3 }
        #expect(lookup.repository.requests.count == 3)

        #expect(try LookupCache(bench.server.connection()).forgetUnknown() == 1)
        #expect(try inspector.change(MessagePlace("pirus2", .failed), .retry) == 3)
        try eventually("all are given up again") { try bench.depth("failed:pirus2") == 3 && isSettled() }
        try worker.end()
        #expect(lookup.repository.requests.count == 6)
    }

    @Test("What is not there yet is found later, and was no try")
    func foundLater() throws {
        lookup.repository.become(.status(404), for: 2)
        try lookup.push([Holdings.original])
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.count == 3)
        #expect(try bench.server.list("sent").count == 1)
        #expect(try bench.server.list("sent").allSatisfy { !$0.contains("tries") })
    }

    @Test("Of double clicks that had to be looked up one is sent")
    func doubleClicks() throws {
        try lookup.push([Holdings.original, Holdings.original])
        try lookup.settle(try lookup.start(doubleClicks: ["s": 0.2]))
        #expect(try bench.depth("sent") == 1)
        #expect(try bench.depth("other") == 1)
    }

    @Test("An identifier that is too long for one is not asked")
    func tooLong() throws {
        try lookup.push([String(repeating: "a", count: 513)])
        try lookup.settle(try lookup.start())
        #expect(lookup.repository.requests.isEmpty)
        #expect(try bench.depth("failed:pirus2") == 1)
    }

    private func isSettled() throws -> Bool { try lookup.isSettled() }
}
