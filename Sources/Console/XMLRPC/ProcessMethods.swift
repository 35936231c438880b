import FoundationEssentials
import SupervisorClient

/// Looking at, starting, stopping and signalling processes.
enum ProcessMethods {
    static let all: [RPCMethod] =
        [
            RPCMethod("supervisor.getProcessInfo", [.string("name")], returns: "struct", "Describes a process.") {
                (try await $1.process($0.string(0))).info
            },
            RPCMethod("supervisor.getAllProcessInfo", returns: "array", "Describes all processes.") {
                .array(try await $1.processes().sorted { ($0.group, $0.name) < ($1.group, $1.name) }.map(\.info))
            },
        ]
        + acting("start", .start, wanted: { !$0.isUp }, besides: [.wait])
        + acting("stop", .stop, wanted: \.isUp, besides: [.wait])
        + [
            RPCMethod(
                "supervisor.signalProcess", [.string("name"), .string("signal")], returns: "boolean", for: .operator,
                "Sends a signal, by name or number, to a process."
            ) { arguments, session in
                try await one(.signal(arguments.string(1)), arguments.string(0), session, wanted: \.isSignallable)
            },
            RPCMethod(
                "supervisor.signalProcessGroup", [.string("name"), .string("signal")], returns: "array", for: .operator,
                "Sends a signal to the processes of a group."
            ) { arguments, session in
                let members = try await session.group(arguments.string(0)).filter(\.isSignallable)
                return results(try await session.actions.run(.signal(arguments.string(1)), members))
            },
            RPCMethod(
                "supervisor.signalAllProcesses", [.string("signal")], returns: "array", for: .operator,
                "Sends a signal to all processes."
            ) { arguments, session in
                let members = try await session.processes().filter(\.isSignallable)
                return results(try await session.actions.run(.signal(arguments.string(0)), members))
            },
            RPCMethod(
                "supervisor.sendProcessStdin", [.string("name"), .string("chars")], returns: "boolean", for: .operator,
                "Refused: no process has a stdin."
            ) { arguments, session in
                let process = try await session.process(arguments.string(0))
                throw XMLRPCFault(process.pid == 0 ? .notRunning : .noFile, arguments.string(0))
            },
        ]

    /// `startProcess`, `startProcessGroup` and `startAllProcesses`, and the same for stopping.
    private static func acting(
        _ verb: String, _ action: ProcessActions.Action,
        wanted: @escaping @Sendable (ProcessReport) -> Bool, besides rest: [RPCMethod.Parameter]
    ) -> [RPCMethod] {
        [
            RPCMethod(
                "supervisor.\(verb)Process", [.string("name")] + rest, returns: "boolean", for: .operator,
                "\(verb.capitalized)s a process, and waits for it unless told not to."
            ) { arguments, session in
                try await one(
                    action, arguments.string(0), session, wanted: wanted, waits: arguments.flag(1))
            },
            RPCMethod(
                "supervisor.\(verb)ProcessGroup", [.string("name")] + rest, returns: "array", for: .operator,
                "\(verb.capitalized)s the processes of a group."
            ) { arguments, session in
                let members = try await session.group(arguments.string(0)).filter(wanted)
                return results(try await session.actions.run(action, members, waits: arguments.flag(1)))
            },
            RPCMethod(
                "supervisor.\(verb)AllProcesses", rest, returns: "array", for: .operator,
                "\(verb.capitalized)s all processes but the console."
            ) { arguments, session in
                let members = try await session.processes().filter { wanted($0) && !$0.isConsole }
                return results(try await session.actions.run(action, members, waits: arguments.flag(0)))
            },
        ]
    }

    /// Acts on what a name stands for: true for a process, the results of all for a group.
    private static func one(
        _ action: ProcessActions.Action, _ name: String, _ session: RPCSession,
        wanted: (ProcessReport) -> Bool, waits: Bool = true
    ) async throws -> XMLRPCValue {
        let found = try await session.processes(name)
        guard ProcessName(name).process != nil else {
            return results(try await session.actions.run(action, found.filter(wanted), waits: waits))
        }
        if case .signal(let signal) = action, SignalName.parse(signal) == nil { throw XMLRPCFault(.badSignal, signal) }
        guard wanted(found[0]) else { throw XMLRPCFault(action == .start ? .alreadyStarted : .notRunning, name) }
        let outcome = try await session.actions.run(action, [found[0]], waits: waits)[0]
        guard outcome.code == .success else {
            throw outcome.fault(name)
        }
        return true
    }

    /// What became of several processes.
    static func results(_ outcomes: [ProcessActions.Outcome]) -> XMLRPCValue {
        .array(
            outcomes.map { outcome in
                [
                    "name": .string(outcome.process.name), "group": .string(outcome.process.group),
                    "status": .int(outcome.code.rawValue),
                    "description": outcome.code == .success
                        ? "OK" : .string(outcome.fault(outcome.process.fullName).text),
                ]
            })
    }
}

extension ProcessActions.Outcome {
    /// What supervisord says of it.
    /// - Parameter name: What the process was called by who asked.
    func fault(_ name: String) -> XMLRPCFault {
        switch code {
        case .failed, .badSignal: XMLRPCFault(code, text)
        case .noFile, .notExecutable:
            XMLRPCFault(code, detail)
        default: XMLRPCFault(code, name)
        }
    }
}

extension ProcessReport {
    /// As `getProcessInfo` has it.
    var info: XMLRPCValue {
        [
            "name": .string(name), "group": .string(group), "description": .string(description), "start": .int(start),
            "stop": .int(stop), "now": .int(now), "state": .int(state), "statename": .string(statename),
            "spawnerr": .string(spawnerr), "exitstatus": .int(exitstatus), "logfile": .string(stdoutFile ?? ""),
            "stdout_logfile": .string(stdoutFile ?? ""), "stderr_logfile": .string(stderrFile ?? ""), "pid": .int(pid),
        ]
    }

    /// The file that gets its stdout; nil: none does.
    var stdoutFile: String? { stdoutLogfile == "/dev/null" ? nil : stdoutLogfile }

    /// The file that gets its stderr alone; nil: none does.
    var stderrFile: String? { stderrLogfile == "/dev/null" || stderrLogfile == stdoutLogfile ? nil : stderrLogfile }
}
