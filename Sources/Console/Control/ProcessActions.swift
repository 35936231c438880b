import Glibc
import SupervisorClient

/// This process's number.
let ownProcess = Int(getpid())

/// Starts, stops and signals processes for people and programs, and notes who did.
struct ProcessActions: Sendable {
    /// What is done to processes.
    enum Action: Sendable, Equatable {
        case start, stop, restart, clear
        case signal(String)

        /// As the audit log has it.
        var name: String {
            switch self {
            case .start: "start"
            case .stop: "stop"
            case .restart: "restart"
            case .clear: "clear"
            case .signal(let signal): "signal \(signal)"
            }
        }
    }

    /// What became of one process.
    struct Outcome: Sendable, Equatable {
        let process: ProcessReport
        /// `success`, or why not.
        let code: XMLRPCFault.Code
        /// The supervisor's words.
        let text: String
    }

    /// Who asks.
    struct Caller: Sendable {
        let name: String
        let address: String
    }

    private let calls: SupervisorCalls
    private let audit: AuditLog
    private let caller: Caller

    init(_ services: ConsoleServices, _ caller: Caller) {
        calls = SupervisorCalls(services.supervisor)
        audit = services.audit
        self.caller = caller
    }

    /// Does something to processes.
    /// - Parameter waits: Whether to wait until it is done; what fails afterwards stands in the audit log only.
    /// - Throws: `SupervisorError` when no supervisor answers, ``ConsoleError`` when it cannot be noted, ``XMLRPCFault``
    ///   when the supervisor refuses.
    func run(_ action: Action, _ processes: [ProcessReport], waits: Bool = true) async throws -> [Outcome] {
        if processes.isEmpty { return [] }
        // The console cannot see its own end: it could not answer.
        if action == .stop, let own = processes.first(where: \.isConsole) {
            try note(action, own.fullName, "refused: the console cannot stop itself")
            let others = try await run(action, processes.filter { !$0.isConsole }, waits: waits)
            return others + [
                Outcome(process: own, code: .failed, text: "the console cannot stop itself: loglines stop \(own.name)")
            ]
        }
        let names = processes.map(\.fullName)
        let waits = waits && !(action == .restart && processes.contains(where: \.isConsole))
        guard waits else {
            try note(action, names.joined(separator: " "), "begun")
            calls.begin(action.command, names) { _ in }
            return processes.map { Outcome(process: $0, code: .success, text: "begun") }
        }
        let answer: SupervisorCalls.Answer
        if case .signal(let signal) = action {
            answer = try await calls.ask(.signal, names, signal: signal)
        } else {
            answer = try await calls.ask(action.command, names)
        }
        if let reason = answer.refusals.first {
            try note(action, names.joined(separator: " "), "refused: \(reason)")
            if case .signal(let signal) = action {
                return processes.map { Outcome(process: $0, code: .badSignal, text: signal) }
            }
            throw XMLRPCFault(.shutdownState, reason)
        }
        // A restart says two things of a process: the last one counts.
        let said = Dictionary(answer.outcomes.map { ($0.name, $0.text) }) { $1 }
        return try processes.map { process in
            let text = said[process.name] ?? said[process.fullName] ?? "ERROR (the supervisor says nothing)"
            let code = action.code(of: text)
            try note(action, process.fullName, code == .success ? "done" : text)
            return Outcome(process: process, code: code, text: text)
        }
    }

    private func note(_ action: Action, _ target: String, _ result: String) throws {
        try audit.note(
            who: caller.name, address: caller.address, action: action.name, target: target, result: result)
    }
}

extension ProcessActions.Action {
    fileprivate var command: ControlRequest.Command {
        switch self {
        case .start: .start
        case .stop: .stop
        case .restart: .restart
        case .clear: .clear
        case .signal: .signal
        }
    }

    /// supervisord's number for what our supervisor says.
    func code(of text: String) -> XMLRPCFault.Code {
        switch text {
        case "started", "stopped", "signalled", "cleared": return .success
        case "already started": return .alreadyStarted
        case "not running", "ERROR (not running)": return .notRunning
        case "ERROR (no such process)": return .badName
        default: break
        }
        guard self == .start || self == .restart else { return .failed }
        if text.hasPrefix("ERROR (can't find command") { return .noFile }
        if text.hasSuffix("is not executable)") { return .notExecutable }
        // Somebody stopped it meanwhile. What ends too soon is a spawn error to supervisord, too.
        return text == "ERROR (stopped)" ? .abnormalTermination : .spawnError
    }
}
