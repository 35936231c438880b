import FoundationEssentials
import Glibc
import TestKit
import Testing

@testable import Tracker

private let t1 = """
    url_ver=Z39.88-2004&url_tim=2024-06-15T12%3A35%3A07Z&req_id=192.0.2.44\
    &req_dat=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%3B+rv%3A126.0%29+Gecko%2F20100101+Firefox%2F126.0\
    &rft.artnum=oai%3Aeprints.example.ac.uk%3A123\
    &svc_dat=https%3A%2F%2Feprints.example.ac.uk%2F123%2F1%2Fthesis%2520final.pdf\
    &rfr_dat=https%3A%2F%2Fscholar.google.com%2Fscholar%3Fq%3Da%26b%3Dc&rfr_id=eprints.example.ac.uk&rft_dat=Request
    """
private let t2 = String(t1.replacing("req_id=", with: "req_id=urn%3Aip%3A").dropLast("&rft_dat=Request".count))

@Suite("loglines tracker")
struct TrackerCommandTests {
    private func counts(_ tracker: RunningTracker) throws -> TrackerCounts {
        try JSONDecoder().decode(TrackerCounts.self, from: Data(tracker.send("GET", "/-/status").body.utf8))
    }

    @Test("takes right queries on any path, by GET and HEAD, and counts them")
    func accepts() throws {
        let tracker = try RunningTracker()
        #expect(try tracker.send("GET", "/?\(t1)").status == 200)
        #expect(try tracker.send("GET", "/counter/test/?\(t2)").body == "OK\n")
        let head = try tracker.send("HEAD", "/counter?\(t1.replacing("=Request", with: "=Investigation"))")
        #expect(head.status == 200 && head.body.isEmpty)
        var expected = TrackerCounts()
        expected.accepted = 3
        expected.events = ["Request": 2, "Investigation": 1]
        expected.protocols = ["irus-r5": 2, "irus-r4": 1]
        expected.services = ["eprints.example.ac.uk": 3]
        #expect(try counts(tracker) == expected)
    }

    @Test("refuses wrong ones with a reason a line")
    func refuses() throws {
        let tracker = try RunningTracker(["--protocol", "irus-r5"])
        let answer = try tracker.send("GET", "/?\(t2)&x=1")
        #expect(answer.status == 400)
        #expect(
            answer.body == "rft_dat: missing; irus-r5 has it always\nx: no such key in any version of the protocol\n")
        #expect(try tracker.send("POST", "/?\(t1)").status == 405)
        let counts = try counts(tracker)
        #expect(counts.refused == 1 && counts.accepted == 0)
        #expect(counts.refusals == ["rft_dat": 1, "x": 1])
    }

    @Test("answers requests that come together on one connection, in their order")
    func pipelining() throws {
        let tracker = try RunningTracker()
        let connection = try Connection(port: tracker.port)
        let targets = ["/?\(t1)", "/", "/?\(t2)", "/?a"]
        for (index, target) in targets.enumerated() {
            let last = index == targets.count - 1 ? "Connection: close\r\n" : ""
            try connection.send("GET \(target) HTTP/1.1\r\nHost: h\r\n\(last)\r\n")
        }
        let statuses = try connection.readToEnd().split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
        #expect(statuses == ["200", "400", "200", "400"])
    }

    @Test("tells the last requests, notices repeats, and forgets all when told")
    func inspection() throws {
        let tracker = try RunningTracker()
        for query in [t1, t1, "a=1"] { _ = try tracker.send("GET", "/x?\(query)") }
        #expect(try counts(tracker).duplicates == 1)
        let body = try tracker.send("GET", "/-/events?n=2").body
        let events = try JSONDecoder().decode([TrackerEvent].self, from: Data(body.utf8))
        #expect(events.map(\.outcome) == ["duplicate", "refused"])
        #expect(events.map(\.query) == [t1, "a=1"])
        #expect(try tracker.send("GET", "/-/events?n=x").status == 400)
        #expect(try tracker.send("GET", "/-/reset").status == 405)
        #expect(try tracker.send("POST", "/-/reset").status == 200)
        #expect(try counts(tracker) == TrackerCounts())
        #expect(try tracker.send("GET", "/-/else").status == 404)
    }

    @Test("writes accepted queries as they came, and does not accept what it cannot write")
    func log() throws {
        let directory = try TemporaryDirectory()
        try directory.write("before\n", to: "log")
        let tracker = try RunningTracker(["--log", directory.file("log")])
        for query in [t1, "a=1", t2, t1] { _ = try tracker.send("GET", "/?\(query)") }
        #expect(directory.read("log") == "before\n\(t1)\n\(t2)\n\(t1)\n")

        let full = try RunningTracker(["--log", "/dev/full"])
        let answer = try full.send("GET", "/?\(t1)")
        #expect(answer.status == 500)
        #expect(answer.body == "cannot write to /dev/full: No space left on device\n")
        #expect(try counts(full) == TrackerCounts())
    }

    @Test("fails as told, the same way for the same seed")
    func failures() throws {
        let busy = try RunningTracker(["--fail", "503:retry-after=2"])
        let answer = try busy.send("GET", "/?\(t1)")
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") == "2")
        #expect(try counts(busy).failedOnPurpose == 1)

        func statuses(seed: String) throws -> [Int] {
            let tracker = try RunningTracker(["--fail", "500:0.3", "--fail", "429:0.2", "--seed", seed])
            return try (0..<40).map { _ in try tracker.send("GET", "/?\(t1)").status }
        }
        let first = try statuses(seed: "1")
        #expect(Set(first) == [200, 429, 500])
        #expect(try statuses(seed: "1") == first)
        #expect(try statuses(seed: "2") != first)
    }

    @Test("breaks connections off")
    func reset() throws {
        let tracker = try RunningTracker(["--fail", "reset"])
        #expect(throws: ConnectionReset(code: ECONNRESET)) { try tracker.send("GET", "/?\(t1)") }
    }

    @Test("stops although requests hang and connections idle, and tells what it counted")
    func stops() throws {
        let tracker = try RunningTracker(["--fail", "hang"])
        let hanging = try Connection(port: tracker.port)
        let idle = try Connection(port: tracker.port)
        try hanging.send("GET /?\(t1) HTTP/1.1\r\nHost: h\r\n\r\n")
        try eventually("the request hangs") { try counts(tracker).failedOnPurpose == 1 }
        #expect(tracker.stop() == 0)
        #expect(tracker.output.contains("tracker stopped: 0 accepted, 0 refused, 1 failed on purpose, 0 duplicates\n"))
        #expect(try idle.readToEnd() == "")
    }

    @Test("tells of itself in JSON, one object per line")
    func json() throws {
        let tracker = try RunningTracker(["--json"])
        _ = try tracker.send("GET", "/?\(t1)")
        #expect(tracker.stop() == 0)
        struct Line: Decodable {
            var state: String
            var url: String?
            var counts: TrackerCounts?
        }
        let lines = try tracker.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.first?.url == "http://127.0.0.1:\(tracker.port)/")
        #expect(lines.last?.state == "stopped")
        #expect(lines.last?.counts?.accepted == 1)
    }

    @Test(
        "cannot start: one line that names what",
        arguments: [
            (["--log", "/nowhere/log"], "Error: cannot open /nowhere/log: No such file or directory\n", Int32(1)),
            (["--fail", "200"], "not a status of 400 to 599", 64), (["--listen", "here"], "not HOST:PORT", 64),
        ])
    func cannotStart(_ arguments: [String], _ message: String, _ code: Int32) throws {
        let directory = try TemporaryDirectory()
        let process = try ChildProcess(
            try builtProgram("loglines"), ["tracker"] + arguments, output: directory.file("out"))
        #expect(process.wait() == code)
        #expect(directory.read("out")?.contains(message) == true)
    }

    @Test("a port that is taken is named")
    func portTaken() throws {
        let tracker = try RunningTracker()
        let directory = try TemporaryDirectory()
        let second = try ChildProcess(
            try builtProgram("loglines"), ["tracker", "--listen", "127.0.0.1:\(tracker.port)"],
            output: directory.file("out"))
        #expect(second.wait() == 1)
        #expect(
            directory.read("out") == "Error: cannot listen on 127.0.0.1:\(tracker.port): Address already in use\n")
    }
}
