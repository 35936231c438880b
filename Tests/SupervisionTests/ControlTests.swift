import Glibc
import SupervisorClient
import TestKit
import Testing

/// What clients of the control socket ask for and get.
struct ControlTests {
    static let sleeper = #"{"name": "sleeper", "command": "sleep 1000", "numprocs": 2}"#

    @Test func startStopRestartTellTheOutcomeOfEachProcess() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        let first = try supervisor.wait("sleeper_0", .running).pid
        _ = try supervisor.wait("sleeper_1", .running)
        #expect(try supervisor.ask(.stop, "sleeper:sleeper_1").lines == ["sleeper_1: stopped"])
        #expect(try supervisor.ask(.stop, "sleeper_1").lines == ["sleeper_1: not running"])
        let started = try supervisor.ask(.start, "all")
        #expect(started.ok)
        #expect(started.lines == ["sleeper_0: already started", "sleeper_1: started"])
        let restarted = try supervisor.ask(.restart, "sleeper_0")
        #expect(restarted.ok)
        #expect(restarted.lines == ["sleeper_0: stopped", "sleeper_0: started"])
        #expect(try supervisor.process("sleeper_0").pid != first)
        let unknown = try supervisor.ask(.restart, "sleepr")
        #expect(!unknown.ok)
        #expect(unknown.lines == ["sleepr: ERROR (no such process)"])
    }

    @Test func outcomesAreForProgramsToo() throws {
        let supervisor = try RunningSupervisor(
            """
            [\(Self.sleeper), {"name": "gone", "command": "/nonexistent/x", "autostart": false},
             {"name": "text", "command": "/etc/passwd", "autostart": false, "startretries": 0},
             {"name": "quick", "command": "false", "autostart": false, "startretries": 0, "startsecs": 10}]
            """)
        _ = try supervisor.wait("sleeper_0", .running)
        _ = try supervisor.wait("sleeper_1", .running)
        let cases: [(ControlRequest.Command, String, [ControlOutcome.Code], Bool)] = [
            (.start, "sleeper_0", [.alreadyStarted], true), (.restart, "sleeper_0", [.done, .done], true),
            (.stop, "sleeper_0", [.done], true), (.stop, "sleeper_0", [.notRunning], true),
            (.start, "sleeper_0", [.done], true), (.signal, "gone_0", [.notRunning], false),
            (.signal, "sleeper_0", [.done], true), (.start, "nix", [.noSuchName], false),
            (.start, "gone", [.noFile], false), (.start, "text", [.notExecutable], false),
            (.start, "quick", [.spawnFailed], false), (.clear, "sleeper_0", [.done], true),
            (.add, "sleeper", [.alreadyAdded], false), (.add, "nix", [.noSuchName], false),
            (.remove, "sleeper", [.stillRunning], false), (.remove, "nix", [.noSuchName], false),
        ]
        for (command, name, codes, isDone) in cases {
            var told: [ControlOutcome] = []
            let ok = try supervisor.client.ask(ControlRequest(command, names: [name], signal: "CONT")) { reply in
                if case .outcome(let outcome) = reply { told.append(outcome) }
            }
            #expect(told.map(\.code) == codes && ok == isDone, "\(command) \(name): \(told)")
            #expect(told.allSatisfy { $0.isError == !isDone && $0.text.hasPrefix("ERROR (") == !isDone })
        }
        var refusals: [ControlRefusal] = []
        for request in [ControlRequest(.signal, names: ["all"], signal: "NIX"), ControlRequest(.reload)] {
            try supervisor.configure("[{")
            _ = try supervisor.client.ask(request) { if case .refused(let refusal) = $0 { refusals.append(refusal) } }
        }
        #expect(refusals.map(\.code) == [.badSignal, .badConfiguration])
    }

    @Test func reloadTouchesOnlyWhatChanged() throws {
        let kept = #"{"name": "kept", "command": "sleep 1000"}"#
        let supervisor = try RunningSupervisor(
            """
            [\(kept), {"name": "changed", "command": "sleep 1000"}, {"name": "removed", "command": "sleep 1000"},
             {"name": "halted", "command": "sleep 1000"}]
            """)
        let pids = try ["kept_0", "changed_0", "removed_0"].map { try supervisor.wait($0, .running).pid }
        _ = try supervisor.ask(.stop, "halted")
        try supervisor.configure(
            """
            [\(kept), {"name": "changed", "command": "sleep 2000"}, {"name": "added", "command": "sleep 1000", "numprocs": 2},
             {"name": "halted", "command": "sleep 2000"}]
            """)
        let answer = try supervisor.ask(.reload)
        #expect(answer.ok)
        #expect(
            Set(answer.lines) == [
                "changed_0: stopped", "removed_0: stopped", "removed_0: removed",
                "changed_0: changed", "halted_0: changed", "added_0: added", "added_1: added", "added_0: started",
                "added_1: started", "changed_0: started",
            ])
        #expect(try supervisor.process("kept_0").pid == pids[0])
        #expect(try supervisor.process("changed_0").pid != pids[1])
        #expect(!isAlive(pids[2]))
        #expect(try supervisor.process("halted_0").statename == "STOPPED")
        #expect(try supervisor.ask(.reload).lines == ["all: unchanged"])
    }

    @Test func aBadConfigurationIsRefused() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        let pid = try supervisor.wait("sleeper_0", .running).pid
        try supervisor.configure("[{")
        let answer = try supervisor.ask(.reload)
        #expect(!answer.ok)
        #expect(answer.lines == ["processes.json cannot be read"])
        #expect(try supervisor.process("sleeper_0").pid == pid)
    }

    @Test func hangupReloads() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        try supervisor.configure(#"[{"name": "other", "command": "sleep 1000"}]"#)
        kill(supervisor.pid, SIGHUP)
        try eventually("the other runs alone") {
            try supervisor.client.status().processes.map { $0.name + $0.statename } == ["other_0RUNNING"]
        }
    }

    @Test func slowAndFoolishClientsDisturbNobody() throws {
        let supervisor = try RunningSupervisor(
            """
            [\(Self.sleeper), {"name": "deaf", "stopwaitsecs": 0.5,
              "command": "sh -c 'trap \\"\\" TERM; while :; do sleep 0.05; done'"}]
            """)
        _ = try supervisor.wait("deaf_0", .running)
        // One says nothing, one never reads what it asks for, one talks nonsense.
        let clients = (0..<3).map { _ in
            UnixSocket.connect(folder: "\(supervisor.directory)/run", name: RunDirectory.socketName)
        }
        defer { clients.forEach { close($0) } }
        #expect(clients.allSatisfy { $0 >= 0 })
        let request = Array("{\"command\":\"status\",\"names\":[]}\n".utf8)
        for _ in 0..<500 { _ = send(clients[1], request, request.count, Int32(MSG_DONTWAIT)) }
        let nonsense = Array("please\n".utf8)
        #expect(send(clients[2], nonsense, nonsense.count, 0) == nonsense.count)
        var answer = [UInt8](repeating: 0, count: 200)
        let count = recv(clients[2], &answer, answer.count, 0)
        #expect(String(decoding: answer[..<max(0, count)], as: UTF8.self).contains("not a request"))
        // A stop that takes its time goes on while others are answered.
        let slow = UnixSocket.connect(folder: "\(supervisor.directory)/run", name: RunDirectory.socketName)
        defer { close(slow) }
        let stop = Array("{\"command\":\"stop\",\"names\":[\"deaf\"]}\n".utf8)
        #expect(send(slow, stop, stop.count, 0) == stop.count)
        #expect(try supervisor.wait("deaf_0", .stopping).pid > 0)
        #expect(try supervisor.ask(.restart, "sleeper_0").ok)
        _ = try supervisor.wait("deaf_0", .stopped)
    }

    @Test func oneSupervisorPerDirectory() throws {
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]")
        let second = try RunningSupervisor.spawn(supervisor.directory)
        var status: Int32 = 0
        try eventually("the second gives up") { waitpid(second, &status, WNOHANG) == second }
        #expect(status == 1 << 8)
        #expect(
            supervisor.output.contains("a supervisor of this directory is already running (pid \(supervisor.pid))\n"))
        #expect(try supervisor.client.status().processes.count == 2)
    }

    @Test func theSocketIsForItsOwnerOnlyAlsoUnderALongPath() throws {
        let folder = String(repeating: "long/", count: 30) + "home"
        let supervisor = try RunningSupervisor("[\(Self.sleeper)]", folder: folder)
        var status = stat()
        #expect(stat("\(supervisor.directory)/run/supervisor.sock", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat("\(supervisor.directory)/run", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        _ = try supervisor.stop()
        #expect(stat("\(supervisor.directory)/run/supervisor.sock", &status) != 0)
    }

    @Test func noSupervisorIsSaidInOneLine() throws {
        let directory = try TemporaryDirectory()
        let error = #expect(throws: SupervisorError.self) { try ControlClient(directory: directory.path).status() }
        #expect(error?.description.hasPrefix("no supervisor is running in \(directory.path)") == true)
    }

    @Test func theLiveDisplayShowsFigures() throws {
        let supervisor = try RunningSupervisor(#"[{"name": "steady", "command": "sleep 1000"}]"#, live: true)
        try eventually("figures are painted") {
            supervisor.output.contains("steady_0  RUNNING         56.8/s  done       1234  queue        9\n")
        }
    }

    @Test func figuresThatNeverComeHoldUpNothing() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "steady", "command": "sleep 1000"}]"#, live: true, environment: ["FIGURES_HANG": "1"])
        _ = try supervisor.wait("steady_0", .running)
        try eventually("the row is painted") { supervisor.output.contains("steady_0  RUNNING   \n") }
        #expect(try supervisor.stop() == 0)
    }
}
