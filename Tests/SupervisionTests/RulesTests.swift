import Settings
import SupervisorClient
import TestKit
import Testing

@testable import Supervision

struct CommandLineWordsTests {
    @Test(arguments: [
        ("redis-server --port 6379", ["redis-server", "--port", "6379"]),
        ("  a \t b\n", ["a", "b"]),
        ("sh -c 'echo \"$HOME\"; true'", ["sh", "-c", "echo \"$HOME\"; true"]),
        (#"a "b \"c\" \\ \n d""#, ["a", #"b "c" \ \n d"#]),
        (#"a\ b 'c\d'"#, ["a b", #"c\d"#]),
        ("a''b \"\" c", ["ab", "", "c"]),
    ])
    func words(_ command: String, _ expected: [String]) throws {
        #expect(try CommandLineWords(command).words == expected)
    }

    @Test(arguments: ["", "  ", "a 'b", "a \"b", "a \\"])
    func isNoCommand(_ command: String) {
        #expect(throws: LaunchError.self) { try CommandLineWords(command) }
    }
}

struct NameSelectionTests {
    let selection = NameSelection(
        [("pirus2", "pirus2_0"), ("pirus2", "pirus2_1"), ("broker", "broker_0")].map {
            ProcessSpec(
                group: $0.0, name: $0.1, launch: .program(command: "true"), home: "/", settings: ProcessSettings())
        })

    @Test(arguments: [
        ("pirus2", ["pirus2_0", "pirus2_1"]),
        ("pirus2:*", ["pirus2_0", "pirus2_1"]),
        ("pirus2_1", ["pirus2_1"]),
        ("pirus2:pirus2_0", ["pirus2_0"]),
        ("broker:pirus2_0", []),
        ("all", ["pirus2_0", "pirus2_1", "broker_0"]),
        ("pirus", []),
    ])
    func processes(_ name: String, _ expected: [String]) {
        #expect(selection.processes(name) == expected)
    }
}

struct ProcessSpecTests {
    func configuration(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration(directory: "/srv")
        let origin = Origin(file: "loglines.cfg", line: 1)
        var process = ProcessSettings()
        process.numprocs = 2
        configuration.workers = [
            WorkerSettings(
                section: "worker_pirus2", name: "pirus2",
                job: .pirus2(ForwarderSettings(listento: "pirus2", endpointURL: "http://a")), process: process,
                origin: origin),
            WorkerSettings(
                section: "process_redis", name: "redis", job: .program(command: "redis-server"),
                process: ProcessSettings(), origin: origin),
        ]
        configuration.services["r"] = ServiceSettings(id: "r", plugin: "combined", origins: ["plugin": origin])
        change(&configuration)
        return configuration
    }

    func plan(_ change: (inout Configuration) -> Void) -> ReloadPlan {
        ReloadPlan(from: ProcessSpec.all(of: configuration()), to: ProcessSpec.all(of: configuration(change)))
    }

    @Test func workersAreThisBinary() {
        let specs = ProcessSpec.all(of: configuration())
        #expect(specs.map(\.name) == ["pirus2_0", "pirus2_1", "redis_0"])
        #expect(specs[1].launch == .ourselves(arguments: ["worker", "pirus2", "1", "--directory", "/srv"]))
        #expect(specs[1].stdoutLogfile == "/srv/logs/pirus2_1.log")
        #expect(specs[2].launch == .program(command: "redis-server"))
        #expect(specs[2].directory == "/srv")
    }

    @Test func priorityComesBeforeTheName() {
        let specs = ProcessSpec.all(of: configuration { $0.workers[1].process.priority = 1 })
        #expect(specs.map(\.name) == ["redis_0", "pirus2_0", "pirus2_1"])
    }

    @Test func nothingChanged() {
        #expect(
            ReloadPlan(from: ProcessSpec.all(of: configuration()), to: ProcessSpec.all(of: configuration())).isEmpty)
        // A section that only moved within its file.
        let moved = plan {
            $0.services["r"]?.origins = [:]
            $0.workers[0].origin.line = 9
        }
        #expect(moved.isEmpty)
    }

    @Test func oneProcessMoreLeavesTheOthersAlone() {
        let more = plan { $0.workers[0].process.numprocs = 3 }
        #expect(more.added.map(\.name) == ["pirus2_2"])
        #expect(more.changed.isEmpty && more.removed.isEmpty)
    }

    @Test(
        arguments: [
            { $0.services["r"]?.plugin = "dspace" },
            { $0.redis[""]?.port = 6380 },
            { $0.workers[0].process.stopwaitsecs = 1 },
        ] as [@Sendable (inout Configuration) -> Void])
    func whatAWorkerReadsItselfCounts(_ change: @Sendable (inout Configuration) -> Void) {
        let plan = plan(change)
        #expect(plan.changed.map(\.name) == ["pirus2_0", "pirus2_1"])
        #expect(plan.added.isEmpty && plan.removed.isEmpty)
    }

    @Test func aSectionThatIsGone() {
        let plan = plan { $0.workers.remove(at: 0) }
        #expect(plan.removed == ["pirus2_0", "pirus2_1"])
        #expect(plan.added.isEmpty && plan.changed.isEmpty)
    }
}

struct LastLineTests {
    @Test(arguments: [
        (["a\nb\n"], "b"), (["a\n", "half"], "half"), (["a\n\n  \n"], "a"), (["ab", "c\n"], "abc"),
        (["a\u{1B}[1m\n"], "a [1m"),
    ])
    func text(_ chunks: [String], _ expected: String) {
        var line = LastLine()
        for chunk in chunks { Array(chunk.utf8).withUnsafeBytes { line.take($0) } }
        #expect(line.text == expected)
    }

    @Test func nothingWritten() {
        #expect(LastLine().text == nil)
    }
}

struct TextTests {
    @Test(arguments: [
        (0, "0:00:00"), (100, "0:01:40"), (36_061, "10:01:01"), (93_784, "1 day, 2:03:04"),
        (172_800, "2 days, 0:00:00"),
    ])
    func uptime(_ seconds: Int, _ expected: String) {
        #expect(TimeText.uptime(seconds) == expected)
    }

    @Test func rowsFitTheTerminal() {
        let figure = WorkerFigure(done: 12, rate: 3.25, queueDepth: 7)
        let rows = (0..<5).map { DisplayRow(name: "worker_\($0)", state: .running, remark: "", figure: figure) }
        let lines = DisplayTable(rows).lines(columns: 30, rows: 3, colours: false)
        #expect(lines.count == 3)
        #expect(lines.last == "… and 3 more")
        #expect(lines.allSatisfy { $0.count <= 30 })
        let wide = DisplayTable(rows).lines(columns: 200, rows: 9, colours: true)
        #expect(wide[0] == "worker_0  \u{1B}[32mRUNNING   \u{1B}[0m       3.3/s  done         12  queue        7")
    }
}
