import FoundationEssentials
import Glibc
import TestKit
import Testing

/// The supervisor and the commands that talk to it, as people call them.
struct SupervisorCommandTests {
    private static let sleeper = "[process_sleeper]\ncommand = sh -c 'echo awake; exec sleep 1000'\nstartsecs = 0\n"

    @Test("supervisor, status, stop, start, logs, reload; Ctrl-C ends it with 0")
    func session() throws {
        let site = try TemporaryDirectory()
        try site.write(Self.sleeper, to: "loglines.cfg")
        let supervisor = try start(in: site)
        defer { if site.read("code") == nil { kill(supervisor, SIGKILL) } }
        try eventually("the sleeper runs") {
            try loglines("status", in: site).output.contains("sleeper_0                        RUNNING   pid ")
        }
        let json = try loglines("status", "--json", "sleeper", in: site).output
        let reports = try JSONDecoder().decode([Report].self, from: Data(json.utf8))
        #expect(reports.map(\.name) == ["sleeper_0"])
        #expect(reports.map(\.statename) == ["RUNNING"])
        try #expect(loglines("stop", "sleeper", in: site) == CommandOutcome(0, "sleeper_0: stopped\n", ""))
        try #expect(loglines("start", "all", in: site) == CommandOutcome(0, "sleeper_0: started\n", ""))
        try eventually("it has spoken twice") {
            try loglines("logs", "-n", "5", "sleeper_0", in: site).output.hasSuffix("awake\nawake\n")
        }
        try #expect(
            loglines("restart", "slepper", in: site) == CommandOutcome(1, "slepper: ERROR (no such process)\n", ""))
        try #expect(loglines("logs", "slepper", in: site) == CommandOutcome(1, "", "slepper: no such process\n"))

        try site.write(Self.sleeper + "prioritty = 3\n", to: "loglines.cfg")
        try #expect(
            loglines("reload", in: site)
                == CommandOutcome(
                    78, "",
                    "not reloaded, the old configuration goes on:\n"
                        + "loglines.cfg:4: [process_sleeper] prioritty: unknown key; nearest: priority\n"))
        try site.write(Self.sleeper + "numprocs = 2\n", to: "loglines.cfg")
        try #expect(
            loglines("reload", in: site) == CommandOutcome(0, "sleeper_1: added\nsleeper_1: started\n", ""))

        kill(supervisor, SIGINT)
        try eventually("the supervisor ends with 0") { site.read("code") == "0\n" }
        #expect(site.read("out")?.contains("supervisor: stopped\n") == true)
    }

    @Test("Without a supervisor each command says so in one line and exits 1")
    func nobodyThere() throws {
        let site = try TemporaryDirectory()
        let outcomes = [
            try loglines("status", in: site), try loglines("reload", in: site), try loglines("start", "all", in: site),
            try loglines("stop", "all", in: site), try loglines("restart", "all", in: site),
            try loglines("logs", "x", in: site),
        ]
        let line =
            "no supervisor is running in \(site.path) (start one: loglines supervisor --directory \(site.path))\n"
        for outcome in outcomes { #expect(outcome == CommandOutcome(1, "", line)) }
    }

    @Test("A bad configuration is said at once, with exit code 78")
    func badConfiguration() throws {
        let site = try TemporaryDirectory()
        try site.write("[redis]\nport = x\n", to: "loglines.cfg")
        try #expect(
            loglines("supervisor", in: site)
                == CommandOutcome(78, "", "loglines.cfg:2: [redis] port: 'x' is not a whole number from 1 to 65535\n"))
    }

    /// Starts a supervisor that writes to the file `out`, and its exit code to the file `code`.
    private func start(in site: TemporaryDirectory) throws -> pid_t {
        let command = "\(try builtProgram("loglines")) supervisor --directory \(site.path)"
        let output = "'\(site.file("out"))'"
        system("cd '\(site.path)' && (sh -c 'echo $$ >pid; exec \(command)' >\(output) 2>&1; echo $? >code) &")
        try eventually("it has a number") { site.read("pid")?.hasSuffix("\n") == true }
        return try #require(site.read("pid").flatMap { pid_t($0.dropLast()) })
    }
}

private struct Report: Decodable {
    let name: String
    let statename: String
}
