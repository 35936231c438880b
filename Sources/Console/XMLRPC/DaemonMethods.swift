import Settings
import SupervisorClient

/// The supervisor itself: who it is, what it is to read and to run, and its end.
enum DaemonMethods {
    /// The version of supervisord's interface that this is; supervisorctl talks to no other.
    private static let interface = "3.0"

    static let all: [RPCMethod] = about + configuration + ending

    private static let about: [RPCMethod] = {
        let version = RPCMethod(
            "supervisor.getAPIVersion", returns: "string", "Says which version of supervisord's interface this is."
        ) { _, _ in .string(interface) }
        return [
            version, version.alias("supervisor.getVersion"),
            RPCMethod("supervisor.getSupervisorVersion", returns: "string", "Says which loglines this is.") {
                .string($1.services.version)
            },
            RPCMethod("supervisor.getIdentification", returns: "string", "Says what the supervisor is called.") {
                let identifier = $1.services.configuration.supervisor.identifier
                return .string(identifier.isEmpty ? "loglines" : identifier)
            },
            RPCMethod("supervisor.getState", returns: "struct", "Says whether the supervisor runs or is about to end.")
            {
                let isStopping = try await $1.calls.about().isStopping
                return ["statecode": isStopping ? -1 : 1, "statename": isStopping ? "SHUTDOWN" : "RUNNING"]
            },
            RPCMethod("supervisor.getPID", returns: "int", "Says which process the supervisor is.") {
                .int(try await $1.calls.about().pid)
            },
            RPCMethod(
                "supervisor.sendRemoteCommEvent", [.string("type"), .string("data")], returns: "boolean",
                for: .operator,
                "Tells nobody: there are no event listeners."
            ) { _, _ in true },
        ]
    }()

    private static let configuration: [RPCMethod] = [
        RPCMethod("supervisor.getAllConfigInfo", returns: "array", "Says how each process is configured.") {
            .array(ProcessConfiguration.all(try await $1.processes(), $1.services))
        },
        RPCMethod(
            "supervisor.reloadConfig", returns: "array", for: .operator,
            "Reads the configuration: the groups that it adds, changes and removes."
        ) { _, session in
            let answer = try await session.calls.ask(.reread)
            if let refusal = answer.refusal { throw refusal }
            try session.note("reread")
            let changes = answer.changes
            return [.array([changes.added, changes.changed, changes.removed].map { .array($0.map { .string($0) }) })]
        },
        RPCMethod(
            "supervisor.addProcessGroup", [.string("name")], returns: "boolean", for: .operator,
            "Takes in a group that the configuration has."
        ) { try await changeGroup(.add, $0.string(0), $1) },
        RPCMethod(
            "supervisor.removeProcessGroup", [.string("name")], returns: "boolean", for: .operator,
            "Takes out a group that does not run."
        ) { try await changeGroup(.remove, $0.string(0), $1) },
    ]

    private static func changeGroup(
        _ command: ControlRequest.Command, _ name: String, _ session: RPCSession
    ) async throws -> XMLRPCValue {
        let answer = try await session.calls.ask(command, [name])
        if let refusal = answer.refusal { throw refusal }
        let outcome = answer.outcomes.first
        try session.note(command.rawValue, name, answer.ok ? "done" : outcome?.text ?? "failed")
        if answer.ok { return true }
        throw XMLRPCFault(outcome?.code.fault ?? .failed, name)
    }

    private static let ending: [RPCMethod] = [
        RPCMethod("supervisor.shutdown", returns: "boolean", for: .operator, "Stops everything, and ends.") {
            _, session in
            try session.note("shutdown", "", "begun")
            session.calls.begin(.shutdown) { session.noteFailures($0, of: "shutdown") }
            return true
        },
        RPCMethod(
            "supervisor.restart", returns: "boolean", for: .operator,
            "Reads the configuration, and starts every process anew, the console last."
        ) { _, session in
            try session.note("restart", "all", "begun")
            try await restart(session)
            return true
        },
    ]

    /// supervisord ends and begins again; our supervisor stays, and all that it runs is new.
    private static func restart(_ session: RPCSession) async throws {
        let answer = try await session.calls.ask(.reload)
        if let refusal = answer.refusal { throw refusal }
        let processes = try await session.processes()
        let autostart = Set(session.services.configuration.workers.filter(\.process.autostart).map(\.name))
        let names = processes.filter { !$0.isConsole && ($0.isUp || autostart.contains($0.group)) }.map(\.fullName)
        let own = processes.filter(\.isConsole).map(\.fullName)
        let calls = session.calls
        calls.begin(.restart, names) { answer in
            session.noteFailures(answer, of: "restart")
            if !own.isEmpty { calls.begin(.restart, own) { session.noteFailures($0, of: "restart") } }
        }
    }
}
