import Glibc
import SupervisorClient
import TestKit
import Testing

@testable import Console

/// `/health`: 200 only when every enabled process runs and Redis answers.
@Suite(.serialized) struct HealthTests {
    private func waits(_ site: ConsoleSite, for status: Int, _ problem: String = "") throws {
        var answer = site.ask("/health", site.basic)
        try eventually("/health says \(status) \(problem)") {
            answer = site.ask("/health", site.basic)
            return answer.status == status && answer.body.contains(problem)
        }
        // Who has not logged in learns no names.
        let strange = site.get("/health")
        #expect(strange.status == 200 || strange.body == "{\"healthy\":false,\"problems\":[]}\n")
    }

    @Test func isGoodOnlyWhenAllRun() throws {
        let site = try ConsoleSite(
            """
            [process_sleeper]
            command = sleep 100000
            [process_spare]
            command = sleep 100000
            autostart = no
            [process_once]
            command = sh -c 'until [ -e done ]; do sleep 0.05; done'
            autorestart = unexpected
            [process_slow]
            command = sleep 100000
            autostart = no
            startsecs = 100000
            """)
        try waits(site, for: 200)
        #expect(try loglines("stop", "sleeper", in: site.directory).code == 0)
        try waits(site, for: 503, "sleeper_0: STOPPED")
        #expect(try loglines("start", "sleeper", in: site.directory).code == 0)
        try waits(site, for: 200)
        // Not up before its startsecs are over, wanted or not.
        _ = site.ask("/RPC2", site.basic + ["-d", Self.call("startProcess", "slow:slow_0")])
        try waits(site, for: 503, "slow_0: STARTING")
        #expect(try loglines("stop", "slow", in: site.directory).code == 0)
        try waits(site, for: 200)
        // It has done what it was to do; but it does not run.
        try site.directory.write("", to: "done")
        try waits(site, for: 503, "once_0: EXITED")
    }

    /// Does not wait.
    private static func call(_ method: String, _ name: String) -> String {
        "<methodCall><methodName>supervisor.\(method)</methodName><params><param><value>\(name)</value></param>"
            + "<param><value><boolean>0</boolean></value></param></params></methodCall>"
    }

    @Test func missesWhatWasTakenOut() throws {
        let site = try ConsoleSite()
        func supervisorctl(_ command: String) -> String {
            shell(
                "timeout 60 supervisorctl -s \(site.url) -u loglines -p '\(ConsoleSite.password)' \(command)",
                in: site.directory
            ).output
        }
        try waits(site, for: 200)
        _ = try loglines("stop", "sleeper", in: site.directory)
        #expect(supervisorctl("remove sleeper").contains("removed process group"))
        try waits(site, for: 503, "sleeper: enabled, but not among")
        #expect(supervisorctl("add sleeper").contains("added process group"))
        try waits(site, for: 200)
    }

    @Test func isBadWhileNobodyAnswers() throws {
        let site = try ConsoleSite()
        try waits(site, for: 200)
        // A supervisor that hangs, so that nothing more is heard of anything.
        let pid = try #require(
            site.directory.read("run/supervisor.pid").flatMap { pid_t($0.filter { !$0.isNewline }) })
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        try waits(site, for: 503, "nothing has been heard of the supervisor and Redis for")
        #expect(site.ask("/metrics", site.basic).body.contains("loglines_up 0\n"))
        kill(pid, SIGCONT)
        try waits(site, for: 200)
        site.redis.kill()
        try waits(site, for: 503, "No such file or directory")
    }

    private static let states: [(ProcessState, Bool, Bool)] = [
        (.running, true, true), (.running, false, true), (.stopped, true, false), (.stopped, false, true),
        (.starting, true, false), (.starting, false, false), (.stopping, true, false), (.backoff, true, false),
        (.exited, true, false), (.exited, false, false), (.fatal, false, false), (.unknown, false, false),
    ]

    @Test(arguments: states) func judgesStates(state: ProcessState, autostart: Bool, isGood: Bool) {
        var snapshot = ConsoleSnapshot()
        snapshot.processes = [
            ProcessReport(
                name: "a_0", group: "a", description: "", start: 1, stop: 1, now: 1, state: state.rawValue,
                statename: state.name, spawnerr: "", exitstatus: 0, stdoutLogfile: "", stderrLogfile: "", pid: 1,
                autostart: autostart)
        ]
        #expect(snapshot.problems == (isGood ? [] : ["a_0: \(state.name)"]))
    }
}
