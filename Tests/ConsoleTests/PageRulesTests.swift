import Queues
import RedisClient
import SupervisorClient
import TestKit
import Testing

@testable import Console

@Suite struct PageRulesTests {
    private func process(
        _ name: String, _ state: ProcessState, pid: Int = 7, autostart: Bool = true
    ) -> ProcessReport {
        ProcessReport(
            name: name, group: name, description: "", start: 0, stop: 0, now: 0, state: state.rawValue,
            statename: state.name, spawnerr: "", exitstatus: 0, stdoutLogfile: "", stderrLogfile: "", pid: pid,
            autostart: autostart)
    }

    @Test(
        arguments: [
            ([.running], [], nil, Light.Colour.green, "All is well", []),
            ([.running, .fatal], [], nil, .red, "One process is down", ["p1 FATAL"]),
            ([.fatal, .stopped, .exited], [], nil, .red, "2 processes are down", ["p0 FATAL, p2 EXITED, p1 STOPPED"]),
            ([.running, .starting], [], nil, .amber, "One process waits", ["p1 STARTING"]),
            ([.running, .stopped], [], nil, .grey, "One process is stopped", ["p1 STOPPED"]),
            ([.running, .stopped], ["p1"], nil, .green, "All is well", []),
            ([.stopped, .stopped], [], nil, .grey, "Nothing runs", ["p0 STOPPED, p1 STOPPED"]),
            ([.running], [], "no supervisor", .red, "The supervisor does not answer", ["no supervisor"]),
            ([], [], nil, .grey, "Nothing runs", []),
        ] as [([ProcessState], Set<String>, String?, Light.Colour, String, [String])])
    func judges(
        _ states: [ProcessState], _ optional: Set<String>, _ problem: String?, _ colour: Light.Colour, _ text: String,
        _ details: [String]
    ) {
        var snapshot = ConsoleSnapshot()
        snapshot.supervisorProblem = problem
        snapshot.processes = states.enumerated().map {
            process("p\($0)", $1, pid: $1 == .running ? 7 + $0 : 0, autostart: !optional.contains("p\($0)"))
        }
        let verdict = Verdict(snapshot, Instance.own(in: snapshot))
        #expect(verdict.colour == colour && verdict.text == text && verdict.details == details, "\(verdict)")
    }

    @Test(arguments: [
        ("running", 0, Light.Colour.green, "RUNNING", ""),
        ("paused until 12:00", 1, .amber, "WAITING", "paused until 12:00"),
        ("running", 9, .amber, "SILENT", "last sign of life 9 s ago"),
    ])
    func lightsOfOthers(_ state: String, _ age: Int, _ colour: Light.Colour, _ word: String, _ remark: String) {
        let worker = ConsoleSnapshot.WorkerStatus("w", ["state": state, "beat": "\(100 - age)"], redis: "")
        let light = Light(worker, now: 100)
        #expect(light.colour == colour && light.state == word && light.remark == remark, "\(light)")
    }

    @Test func whatHangsOrIsLeftBehindIsToldApart() {
        var snapshot = ConsoleSnapshot()
        (snapshot.host, snapshot.time) = ("here", 100_000)
        snapshot.processes = [process("a_0", .running), process("b_0", .fatal, pid: 0)]
        snapshot.workers = [("a_0", "7", "90"), ("b_0", "8", "99"), ("cb_0", "9", "99")].map {
            ConsoleSnapshot.WorkerStatus($0, ["host": "here", "pid": $1, "beat": $2, "state": "running"], redis: "")
        }
        snapshot.workers[0].memory = 1
        #expect(Instance.own(in: snapshot).map(\.light.state) == ["SILENT", "FATAL"])
        #expect(Instance.others(in: snapshot).map(\.name) == ["cb_0"])
        #expect(snapshot.problems == ["b_0: FATAL", "a_0: no sign of life"])
    }

    @Test func whoStartedAWorkerIsToldByHostAndNumber() {
        var snapshot = ConsoleSnapshot()
        snapshot.processes = [process("own", .running), process("other", .running, pid: 8)]
        snapshot.workers = ["own_0", "far_0", "hand_0"].map {
            ConsoleSnapshot.WorkerStatus($0, ["pid": "7"], redis: "")
        }
        // Only what runs on this machine has its memory known.
        snapshot.workers[0].memory = 1
        snapshot.workers[2].memory = 1
        snapshot.workers[2].pid = 9
        #expect(Instance.own(in: snapshot).map { $0.worker?.name } == ["own_0", nil])
        #expect(Instance.others(in: snapshot).map(\.name) == ["far_0", "hand_0"])
    }

    @Test(
        arguments: [
            ([], nil), ([1], nil), ([nil, nil], nil), ([0, 0], "M59.0,19.0L60.0,19.0"),
            ([5, 10], "M59.0,10.0L60.0,1.0"),
            ([1, nil, 2, 2], "M56.9,10.0M59.0,1.0L60.0,1.0"),
        ] as [([Double?], String?)])
    func drawsSmallLines(_ rates: [Double?], _ path: String?) {
        #expect(Spark.path(rates, of: 60) == path)
        #expect(Spark.path(rates.flatMap { [$0, $0, $0] }, of: 180) == path)
    }

    @Test func smallLinesOfAFewStepsFillTheirWidth() {
        #expect(Spark.path([4, 2, 0], of: 3) == "M0.0,1.0L30.0,10.0L60.0,19.0")
    }

    @Test func writesFigures() {
        #expect(
            [0, 999, 1_500, 48_600_000, 2_000_000_000].map(Figure.bytes) == [
                "0 B", "999 B", "1.5 kB", "48.6 MB", "2 GB",
            ])
        #expect([nil, 0.0008, 0.012, 1.5].map(Figure.latency) == ["–", "0.8 ms", "12 ms", "1.5 s"])
        #expect(Figure.moment("yesterday") == "yesterday" && Figure.moment("2024-06-15T12:35:07Z").contains("Jun"))
    }

    @Test func restartsOnce() {
        let restarts = RestartGuard()
        let (one, two) = (process("one", .running, pid: 1), process("two", .running, pid: 2))
        let first = restarts.begin([one, two], seen: [1])
        #expect(first.wanted == [one] && first.done == [two])
        #expect(restarts.begin([one], seen: nil).done == [one])
        restarts.end(first.wanted)
        #expect(restarts.begin([one, process("three", .stopped, pid: 0)], seen: [1]).wanted.count == 2)
    }

    @Test func looksAtFailuresWhenThereAreOthers() throws {
        let server = try RedisServer()
        let inspector = QueueInspector(try server.connection())
        func fail(_ error: String) throws {
            _ = try server.run("LPUSH", "failed:q", #"{"message":"x","error":"\#(error)","when":"","worker":""}"#)
        }
        var watch = FailureWatch()
        func look(_ time: Int) throws -> [String: Int] {
            let failed = try server.run("LLEN", "failed:q").integer ?? 0
            return Dictionary(
                uniqueKeysWithValues: try watch.look(inspector, of: "q", failed: failed, at: time).map {
                    ($0.reason, $0.count)
                })
        }
        #expect(try look(0).isEmpty)
        try fail("a")
        #expect(try look(1_000) == ["a": 1])
        // More are looked at now and then, fewer at once: somebody has just clicked.
        try fail("b")
        #expect(try look(2_000) == ["a": 1])
        #expect(try look(6_500) == ["a": 1, "b": 1])
        _ = try server.run("LPOP", "failed:q")
        #expect(try look(7_000) == ["a": 1])
        // As many, but others.
        _ = try server.run("LPOP", "failed:q")
        try fail("c")
        #expect(try look(20_000) == ["c": 1])
        for _ in 1...FailureWatch.most { try fail("d") }
        #expect(try look(30_000) == ["d": FailureWatch.most] && watch.seen == FailureWatch.most)
        _ = try server.run("DEL", "failed:q")
        #expect(try look(30_001).isEmpty && watch.seen == 0)
    }
}

@Suite struct ChartLibraryTests {
    @Test func isReadWhereItIs() throws {
        let directory = try TemporaryDirectory()
        #expect(ChartLibrary.read(directory.file("none")) == nil)
        #expect(ChartLibrary.read(try directory.write("", to: "empty")) == nil)
        #expect(ChartLibrary.read(try directory.write("d3", to: "d3.js")) == Array("d3".utf8))
    }
}
