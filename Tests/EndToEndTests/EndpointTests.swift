import FoundationEssentials
import Glibc
import Telemetry
import TestKit
import Testing

/// Trackers that are away, fail, refuse, or ask to wait.
struct EndpointTests {
    @Test("Tracker down: the forwarders pause and say so, no message loses a try; tracker up: all are delivered")
    func down() throws {
        let site = try Site()
        site.tracker.stop()
        try site.append(items: 0..<100)
        try site.start()
        try eventually("both forwarders pause") {
            try ["pirus2_0", "pirus2_1"].allSatisfy {
                try site.heartbeat($0)["state"]?.hasPrefix("paused until ") == true
            }
        }
        let beat = try site.heartbeat("pirus2_0")
        // The words of a later failure may tell other milliseconds.
        let refused = "Connection refused (Failed to connect to 127.0.0.1 port \(site.tracker.port) "
        let reason = try #require(beat["pause_reason"])
        #expect(reason.hasPrefix(refused) && beat["last_error"]?.hasPrefix(refused) == true)
        #expect(beat["state"]?.hasSuffix("Z (\(reason))") == true)
        #expect(beat["paused_until"].flatMap(Int.init) ?? 0 > 1_700_000_000)
        // What is for no tracker does not wait for it.
        try eventually("the other lines go their way") { site.count("logs/other.log") == 25 }
        let waiting = try ["pirus2", "temp:pirus2_0", "temp:pirus2_1"].flatMap { try site.redis.list($0) }
        let retries = try site.retries
        #expect((waiting + retries).filter { $0.contains("\"tries\"") } == [])
        #expect(try loglines("queues", in: site.directory).output.contains("pirus2"))
        try site.tracker.start()
        try site.settle(100)
        try site.expectNothingLostOrDoubled()
        #expect(site.tracker.accepted.count == 75)
        #expect(try site.failed == 0)
        try eventually("the heartbeats say that all is well") {
            let beats = try ["pirus2_0", "pirus2_1"].map { try site.heartbeat($0) }
            let answers = beats.compactMap { $0["latency"].flatMap(LatencyHistogram.init)?.count }
            return beats.allSatisfy { $0["paused_until"] == nil && $0["pause_reason"] == nil && $0["requests"] == "0" }
                && answers.count == 2 && answers.reduce(0, +) >= 75
        }
    }

    @Test("A message that the tracker fails on is sent again with its own time")
    func failing() throws {
        let server = try MisbehavingServer([
            .answer(500), .reset, .answer(502), .answer(200, body: "OK\n"),
        ])
        let site = try self.site(server, ["retrybase": "0.05"])
        try site.append([Site.line(1)])
        try site.start()
        try site.settle(1)
        #expect(server.requests.count == 4)
        #expect(Set(server.requests).count == 1)
        #expect(server.requests.first?.contains("url_tim=2024-06-15T12%3A35%3A07Z") == true)
        #expect(site.count("logs/articles.log") == 1)
    }

    @Test(
        "400: the message is given up with the answer's first line; queues failed shows it, queues retry sends it again"
    )
    func refused() throws {
        let server = try MisbehavingServer([
            .answer(400, body: "rft.artnum: not known here\nsecond line\n"), .answer(200, body: "OK\n"),
        ])
        let site = try self.site(server)
        try site.append([Site.line(7)])
        try site.start()
        try eventually("it is given up") { try site.failed == 1 }
        #expect(server.requests.count == 1)
        let failed = try loglines("queues", "failed", "pirus2", "-n", "5", in: site.directory)
        #expect(failed.code == 0)
        #expect(failed.output.contains(" pirus2_0: HTTP 400: rft.artnum: not known here\n    {"))
        #expect(failed.output.contains("/items/7 HTTP/1.1"))
        try eventually("its heartbeat says so") {
            try site.heartbeat("pirus2_0")["last_error"] == "HTTP 400: rft.artnum: not known here"
        }
        let retried = try loglines("queues", "retry", "pirus2", in: site.directory)
        #expect(retried == CommandOutcome(0, "1 put back into pirus2\n", ""))
        try eventually("it is sent") { site.count("logs/articles.log") == 1 }
        #expect(server.requests.count == 2)
        try site.expectNothingLostOrDoubled()
    }

    @Test("A message that fails as often as it may is given up, and says why")
    func outOfTries() throws {
        let server = try MisbehavingServer([.answer(500, body: "database gone\n")])
        let site = try self.site(server, ["retrybase": "0.01", "maxtries": "3"])
        try site.append([Site.line(1)])
        try site.start()
        try eventually("it is given up") { try site.failed == 1 }
        #expect(server.requests.count == 3)
        let failed = try loglines("queues", "failed", "pirus2", "--json", in: site.directory)
        #expect(failed.output.contains(#""example" : "gave up after 3 tries: HTTP 500: database gone""#))
    }

    @Test("503 with Retry-After: everything waits as long as was asked, and no try is counted", arguments: [503, 429])
    func askedToWait(status: Int) throws {
        let server = try MisbehavingServer([
            .answer(status, ["Retry-After: 2"]), .answer(200, body: "OK\n"),
        ])
        let site = try self.site(server, ["concurrency": "1", "maxtries": "1"])
        try site.append((1...5).map { Site.line($0) })
        try site.start()
        try eventually("it pauses") {
            try site.heartbeat("pirus2_0")["state"]?.hasSuffix("Z (HTTP \(status))") == true
        }
        #expect(server.requests.count == 1)
        try site.settle(5)
        try site.expectNothingLostOrDoubled()
        #expect(try site.failed == 0)
        #expect(server.requests.count == 6)
    }

    /// A site with one forwarder that sends to a server.
    private func site(_ server: MisbehavingServer, _ forwarder: [String: String] = [:]) throws -> Site {
        let keys = ["numprocs": "1", "endpoint_url": "\(server.url)/"].merging(forwarder) { $1 }
        return try Site(forwarder: keys)
    }
}
