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
        /// The same without what says that it is an error.
        let detail: String

        init(process: ProcessReport, code: XMLRPCFault.Code, text: String) {
            self.process = process
            self.code = code
            self.text = text
            detail = text
        }

        init(process: ProcessReport, _ outcome: ControlOutcome) {
            self.process = process
            code = outcome.code.fault
            text = outcome.text
            detail = outcome.detail
        }
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
    /// - Throws: `SupervisorError` when no supervisor answers, ``ConsoleError`` when it cannot be noted, `ControlRefusal`
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
            calls.begin(action.command, names) { [self] in noteFailures($0, of: action, names) }
            return processes.map { Outcome(process: $0, code: .success, text: "begun") }
        }
        let answer: SupervisorCalls.Answer
        if case .signal(let signal) = action {
            answer = try await calls.ask(.signal, names, signal: signal)
        } else {
            answer = try await calls.ask(action.command, names)
        }
        if let refusal = answer.refusal {
            try note(action, names.joined(separator: " "), "refused: \(refusal.text)")
            if refusal.code == .badSignal, case .signal(let signal) = action {
                return processes.map { Outcome(process: $0, code: .badSignal, text: signal) }
            }
            throw refusal
        }
        // A restart says two things of a process: the last one counts.
        let said = Dictionary(answer.outcomes.map { ($0.name, $0) }) { $1 }
        return try processes.map { process in
            let outcome =
                (said[process.name] ?? said[process.fullName]).map { Outcome(process: process, $0) }
                ?? Outcome(process: process, code: .failed, text: "the supervisor does not say what became of it")
            try note(action, process.fullName, outcome.code == .success ? "done" : outcome.text)
            return outcome
        }
    }

    /// Notes what failed of something that nobody waited for.
    private func noteFailures(_ answer: Result<SupervisorCalls.Answer, any Error>, of action: Action, _ names: [String])
    {
        for (target, result) in answer.failures(of: names.joined(separator: " ")) {
            audit.noteEnd(
                who: caller.name, address: caller.address, action: action.name, target: target, result: result)
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
}

extension ControlOutcome.Code {
    /// supervisord's number for it.
    var fault: XMLRPCFault.Code {
        switch self {
        case .done: .success
        case .alreadyStarted: .alreadyStarted
        case .notRunning: .notRunning
        case .noSuchName: .badName
        case .noFile: .noFile
        case .notExecutable: .notExecutable
        // What ends too soon is a spawn error to supervisord, too.
        case .spawnFailed: .spawnError
        case .stoppedMeanwhile: .abnormalTermination
        case .alreadyAdded: .alreadyAdded
        case .stillRunning: .stillRunning
        case .failed: .failed
        }
    }
}

extension ControlRefusal {
    /// The first of its reasons, and whether there are more.
    var text: String { (reasons.first ?? "\(code)") + (reasons.count > 1 ? " …" : "") }

    /// What supervisord would say.
    var fault: XMLRPCFault {
        switch code {
        case .badSignal: XMLRPCFault(.badSignal, text)
        case .stopping: XMLRPCFault(.shutdownState)
        case .badConfiguration: XMLRPCFault(.cantReread, text)
        case .noLog: XMLRPCFault(.noFile)
        case .failed: XMLRPCFault(.failed)
        case .notUnderstood, .reloading: XMLRPCFault(.failed, text)
        }
    }
}
