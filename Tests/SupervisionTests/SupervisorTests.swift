import Glibc
import Supervision
import SupervisorClient
import TestKit
import Testing

/// What becomes of real processes.
struct SupervisorTests {
    @Test func everyInstanceRunsInASessionOfItsOwn() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "sleeper", "command": "sh -c 'echo here; exec sleep 1000'", "numprocs": 3}, {"name": "ours"}]
            """)
        let names = ["ours_0", "sleeper_0", "sleeper_1", "sleeper_2"]
        for name in names {
            let report = try supervisor.wait(name, .running)
            #expect(getsid(pid_t(report.pid)) == pid_t(report.pid))
            #expect(report.description.hasPrefix("pid \(report.pid), uptime 0:0"))
        }
        #expect(try supervisor.client.status().processes.map(\.name) == names)
        #expect(try supervisor.client.status(["sleeper"]).processes.map(\.group) == ["sleeper", "sleeper", "sleeper"])
        // A process may be RUNNING before it has come to write.
        try eventually("both write") {
            supervisor.read("logs/sleeper_2.log") == "here\n"
                && supervisor.read("logs/ours_0.log") == "worker ours 0 --directory \(supervisor.directory)\n"
        }
        #expect(try supervisor.stop() == 0)
    }

    @Test func isRestartedAfterKill() throws {
        let supervisor = try RunningSupervisor(#"[{"name": "sleeper", "command": "sleep 1000"}]"#)
        let first = try supervisor.wait("sleeper_0", .running).pid
        kill(pid_t(first), SIGKILL)
        try eventually("another process runs") {
            let report = try supervisor.process("sleeper_0")
            return report.statename == "RUNNING" && report.pid != first
        }
        #expect(supervisor.output.contains("sleeper_0: EXITED (killed by SIGKILL)"))
    }

    @Test func isFatalAfterItsRetries() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "bad", "command": "sh -c 'echo x >> starts; echo loglines.cfg:3 wrong >&2; exit 78'",
              "startretries": 1, "startsecs": 60}]
            """)
        let report = try supervisor.wait("bad_0", .fatal)
        #expect(report.spawnerr == "exited 78: loglines.cfg:3 wrong")
        #expect(report.description == report.spawnerr)
        #expect(report.exitstatus == 78)
        #expect(supervisor.read("starts") == "x\nx\n")
        #expect(supervisor.read("logs/bad_0.err") == "loglines.cfg:3 wrong\nloglines.cfg:3 wrong\n")
        let answer = try supervisor.ask(.start, "bad")
        #expect(!answer.ok)
        #expect(answer.lines == ["bad_0: ERROR (exited 78: loglines.cfg:3 wrong)"])
    }

    @Test(arguments: [
        ("redis-servr --port 1", "can't find command 'redis-servr'"),
        ("/etc/passwd", "command at '/etc/passwd' is not executable"),
        ("sh -c 'x", "a quote of the command is not closed"),
    ])
    func saysWhyItCannotBeExecuted(_ command: String, _ reason: String) throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "bad", "command": "\#(command)", "startretries": 0, "startsecs": 60}]"#)
        #expect(try supervisor.wait("bad_0", .fatal).spawnerr == reason)
    }

    @Test func anUnknownUserIsSaid() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "bad", "command": "true", "user": "nobody-at-all", "startretries": 0, "startsecs": 60}]"#)
        #expect(try supervisor.wait("bad_0", .fatal).spawnerr == "exited 127: there is no user 'nobody-at-all'")
    }

    @Test func whoDoesNotStopIsKilledWithItsGroup() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "deaf", "stopwaitsecs": 0.2,
              "command": "sh -c 'trap \\"\\" TERM; sleep 1000 & echo $! > helper; while :; do sleep 0.05; done'"}]
            """)
        let pid = try supervisor.wait("deaf_0", .running).pid
        let helper = try pidIn("helper", of: supervisor)
        let answer = try supervisor.ask(.stop, "deaf_0")
        #expect(answer.ok && answer.lines == ["deaf_0: stopped"])
        #expect(!isAlive(pid))
        try eventually("the helper is gone") { !isAlive(helper) }
        #expect(try supervisor.process("deaf_0").exitstatus == -1)
    }

    @Test func whatADeadProcessLeavesBehindIsEnded() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "parent", "command": "sh -c 'sleep 1000 & echo $! > helper; sleep 0.2'", "autorestart": "false"}]
            """)
        _ = try supervisor.wait("parent_0", .exited)
        let helper = try pidIn("helper", of: supervisor)
        try eventually("the helper is gone") { !isAlive(helper) }
    }

    @Test func aDaemonThatDetachedItselfIsEndedWithTheSupervisor() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "daemon", "command": "sh -c '(setsid sh -c \\"echo \\\\$\\\\$ > helper; exec sleep 1000\\" &); exec sleep 1000'"}]
            """)
        _ = try supervisor.wait("daemon_0", .running)
        let helper = try pidIn("helper", of: supervisor)
        #expect(isAlive(helper))
        #expect(try supervisor.stop() == 0)
        #expect(!isAlive(helper))
    }

    @Test func childrenEndWithAKilledSupervisor() throws {
        let processes = #"[{"name": "sleeper", "command": "sleep 1000"}, {"name": "ours"}]"#
        let supervisor = try RunningSupervisor(processes)
        let pids = try ["sleeper_0", "ours_0"].map { try supervisor.wait($0, .running).pid }
        _ = try supervisor.stop(SIGKILL)
        try eventually("the children are gone") { !pids.contains(where: isAlive) }
        // Its socket is a stale file now; the next supervisor takes it over.
        #expect(throws: SupervisorError.self) { try supervisor.client.status() }
        let next = try RunningSupervisor(processes, home: supervisor.home)
        #expect(try next.wait("sleeper_0", .running).pid != pids[0])
    }

    @Test(.enabled(if: getuid() == 0, "needs root"))
    func runsAsAnotherUserAndStillEndsWithTheSupervisor() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "sleeper", "command": "sh -c 'id -un; exec sleep 1000'", "user": "nobody"}]"#)
        let pid = try supervisor.wait("sleeper_0", .running).pid
        try eventually("it has said who it is") { supervisor.read("logs/sleeper_0.log") == "nobody\n" }
        _ = try supervisor.stop(SIGKILL)
        try eventually("the child is gone") { !isAlive(pid) }
    }

    @Test func lowPrioritiesStartFirstAndStopLast() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "a", "command": "sleep 1000", "priority": 2}, {"name": "b", "command": "sleep 1000", "priority": 1},
             {"name": "c", "command": "sleep 1000", "priority": 3, "numprocs": 2}]
            """)
        for name in ["a_0", "b_0", "c_0", "c_1"] { _ = try supervisor.wait(name, .running) }
        #expect(try supervisor.client.status().processes.map(\.name) == ["b_0", "a_0", "c_0", "c_1"])
        #expect(try supervisor.stop(SIGINT) == 0)
        let events = supervisor.output.split(separator: "\n").compactMap { line -> String? in
            line.contains(": STOPP") ? String(line.split(separator: " ", maxSplits: 1)[1]) : nil
        }
        #expect(events.suffix(4) == ["a_0: STOPPING", "a_0: STOPPED", "b_0: STOPPING", "b_0: STOPPED"])
        #expect(Set(events.prefix(2)) == ["c_0: STOPPING", "c_1: STOPPING"])
    }

    @Test func aSecondSignalKillsAtOnce() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "deaf", "command": "sh -c 'trap \"\" TERM; while :; do sleep 0.05; done'", "stopwaitsecs": 9999}]"#
        )
        let pid = try supervisor.wait("deaf_0", .running).pid
        kill(supervisor.pid, SIGINT)
        _ = try supervisor.wait("deaf_0", .stopping)
        #expect(try supervisor.stop(SIGINT) == 0)
        #expect(!isAlive(pid))
        #expect(supervisor.output.contains("supervisor: stopped"))
    }

    @Test func childrenFindOurBinaryAndTheirVariables() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "env", "command": "sh -c 'command -v supervise-fixture; echo $COLOUR; pwd; exec sleep 1000'",
              "environment": {"COLOUR": "green"}}]
            """)
        try eventually("it has said all") { supervisor.read("logs/env_0.log")?.split(separator: "\n").count == 3 }
        let lines = supervisor.read("logs/env_0.log")?.split(separator: "\n").map(String.init)
        #expect(lines?.first?.hasSuffix("/supervise-fixture") == true)
        #expect(lines?.dropFirst() == ["green", supervisor.directory])
    }

    @Test func outputIsRotatedAndJoined() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "talker", "maxbytes": 1000, "backups": 2, "redirectStderr": true, "numprocs": 1,
              "command": "sh -c 'while :; do echo out; echo err >&2; sleep 0.001; done'"}]
            """)
        try eventually("two old files") { supervisor.read("logs/talker_0.log.2") != nil }
        _ = try supervisor.stop()
        let old = try #require(supervisor.read("logs/talker_0.log.1"))
        #expect(old.utf8.count <= 1000 && old.contains("out\n") && old.contains("err\n"))
        #expect(supervisor.read("logs/talker_0.log.3") == nil)
        #expect(supervisor.read("logs/talker_0.err") == nil)
    }

    private func pidIn(_ file: String, of supervisor: RunningSupervisor) throws -> Int {
        try eventually("\(file) is written") { supervisor.read(file)?.hasSuffix("\n") == true }
        return try #require(supervisor.read(file).flatMap { Int($0.dropLast()) })
    }
}
