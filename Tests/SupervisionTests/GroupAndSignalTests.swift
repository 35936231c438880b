import Glibc
import SupervisorClient
import TestKit
import Testing

/// What supervisorctl's users ask for besides starting and stopping.
struct GroupAndSignalTests {
    private static let sleeper = #"{"name": "sleeper", "command": "sleep 1000"}"#
    private static let other = #"{"name": "other", "command": "sleep 1000"}"#

    @Test func rereadChangesNothingAndAddAndRemoveDo() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        _ = try supervisor.wait("sleeper_0", .running)
        try supervisor.configure("[\(Self.other)]")
        #expect(try supervisor.ask(.reread).lines == ["other: added", "sleeper: removed"])
        #expect(try supervisor.client.status().processes.map(\.name) == ["sleeper_0"])
        #expect(try supervisor.ask(.remove, "sleeper").lines == ["sleeper: ERROR (still running)"])
        #expect(try supervisor.ask(.stop, "sleeper").ok)
        #expect(try supervisor.ask(.remove, "sleeper").lines == ["sleeper: removed"])
        #expect(try supervisor.ask(.add, "other").lines == ["other: added"])
        _ = try supervisor.wait("other_0", .running)
        #expect(try supervisor.ask(.add, "other").lines == ["other: ERROR (already added)"])
        #expect(try supervisor.ask(.add, "third").lines == ["third: ERROR (no such group)"])
        #expect(try supervisor.ask(.remove, "third").lines == ["third: ERROR (no such group)"])
        try supervisor.configure(#"[{"name": "other", "command": "sleep 2000"}]"#)
        #expect(try supervisor.ask(.reread).lines == ["other: changed"])
        try supervisor.configure("[{")
        let refused = try supervisor.ask(.reread)
        #expect(!refused.ok && refused.lines == ["processes.json cannot be read"])
    }

    @Test func signalsReachTheProcess() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "told", "command": "sh -c 'trap \"echo got it\" USR1; while :; do sleep 0.05; done'"}]"#)
        let pid = try supervisor.wait("told_0", .running).pid
        try eventually("the trap is set and the signal taken") {
            _ = try supervisor.ask(.signal, "told", signal: "USR1")
            return supervisor.read("logs/told_0.log")?.contains("got it") == true
        }
        #expect(try supervisor.process("told_0").pid == pid)
        #expect(try supervisor.ask(.signal, "told", signal: "10").lines == ["told_0: signalled"])
        #expect(try supervisor.ask(.signal, "told", signal: "NONE").lines == ["'NONE' is no signal"])
        #expect(try supervisor.ask(.signal, "absent", signal: "HUP").lines == ["absent: ERROR (no such process)"])
        #expect(try supervisor.ask(.stop, "told").ok)
        #expect(try supervisor.ask(.signal, "told", signal: "HUP").lines == ["told_0: ERROR (not running)"])
    }

    @Test func clearEmptiesALogThatIsBeingWritten() throws {
        let supervisor = try RunningSupervisor(
            """
            [{"name": "talker",
              "command": "sh -c 'trap \\"echo second\\" USR1; echo first; while :; do sleep 0.05; done'"}]
            """)
        _ = try supervisor.wait("talker_0", .running)
        try eventually("it has talked") { supervisor.read("logs/talker_0.log") == "first\n" }
        #expect(try supervisor.ask(.clear, "talker").lines == ["talker_0: cleared"])
        #expect(supervisor.read("logs/talker_0.log") == "")
        #expect(try supervisor.ask(.signal, "talker", signal: "SIGUSR1").ok)
        try eventually("what comes next stands alone") { supervisor.read("logs/talker_0.log") == "second\n" }
        #expect(try supervisor.ask(.clear, "absent").lines == ["absent: ERROR (no such process)"])
    }

    @Test func thoseWhoWatchHearOfEveryChange() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        let pid = try supervisor.wait("sleeper_0", .running).pid
        var states: [String] = []
        try supervisor.client.watch { processes in
            if states.isEmpty { kill(pid_t(pid), SIGKILL) }
            if let state = processes.first?.statename, states.last != state { states.append(state) }
            return !(states.count > 1 && states.last == "RUNNING")
        }
        #expect(states.first == "RUNNING" && states.last == "RUNNING" && states.contains("STARTING"))
        #expect(try supervisor.process("sleeper_0").pid != pid)
    }

    @Test func shutdownStopsAllAndEnds() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        _ = try supervisor.wait("sleeper_0", .running)
        let answer = try supervisor.ask(.shutdown)
        #expect(answer.ok && answer.lines == ["sleeper_0: stopped"])
        #expect(try supervisor.end() == 0)
    }

    @Test func theSupervisorTellsWhoItIs() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        var told: SupervisorReport?
        #expect(
            try supervisor.client.ask(ControlRequest(.about)) { reply in
                if case .supervisor(let report) = reply { told = report }
            })
        #expect(told?.pid == Int(supervisor.pid) && told?.isStopping == false)
        #expect(told?.missing == [] && told?.logfile == "\(supervisor.directory)/logs/supervisor.log")
    }
}
