import Hummingbird
import SupervisorClient

/// One method of the XML-RPC interface.
struct RPCMethod: Sendable {
    /// What it is given, in its order.
    struct Parameter: Sendable {
        let type: String
        let name: String
        let isOptional: Bool

        static func string(_ name: String) -> Self { Self(type: "string", name: name, isOptional: false) }
        static func int(_ name: String) -> Self { Self(type: "int", name: name, isOptional: false) }
        static let wait = Self(type: "boolean", name: "wait", isOptional: true)
    }

    /// With its namespace: `supervisor.getPID`.
    let name: String
    /// What it does, in a sentence.
    let help: String
    let parameters: [Parameter]
    /// The type of what it returns.
    let result: String
    /// Who may call it.
    let role: Role
    private let body: @Sendable (RPCArguments, RPCSession) async throws -> XMLRPCValue

    init(
        _ name: String, _ parameters: [Parameter] = [], returns result: String, for role: Role = .reader,
        _ help: String, _ body: @escaping @Sendable (RPCArguments, RPCSession) async throws -> XMLRPCValue
    ) {
        self.name = name
        self.help = help
        self.parameters = parameters
        self.result = result
        self.role = role
        self.body = body
    }

    /// The same under an older name.
    func alias(_ name: String) -> RPCMethod {
        RPCMethod(name, parameters, returns: result, for: role, help, body)
    }

    /// Calls it.
    /// - Throws: ``XMLRPCFault``; 403 to who may not.
    func call(_ values: [XMLRPCValue], _ session: RPCSession) async throws -> XMLRPCValue {
        guard role == .reader || session.identity.role == .operator else {
            throw HTTPError(.forbidden, message: "\(session.identity.name) may only look")
        }
        return try await body(try RPCArguments(values, for: parameters), session)
    }
}

/// What a method is given, of the right number and types.
struct RPCArguments {
    private let values: [XMLRPCValue]

    init(_ values: [XMLRPCValue], for parameters: [RPCMethod.Parameter]) throws(XMLRPCFault) {
        let least = parameters.count { !$0.isOptional }
        guard (least...parameters.count).contains(values.count) else { throw XMLRPCFault(.incorrectParameters) }
        for (value, parameter) in zip(values, parameters) {
            // A signal may be a number, and a flag 0 or 1.
            let fits = value.type == parameter.type || (value.type == "int" && parameter.type != "array")
            guard fits else { throw XMLRPCFault(.incorrectParameters) }
        }
        self.values = values
    }

    func string(_ index: Int) -> String {
        switch values[index] {
        case .string(let text): text
        case .int(let number): String(number)
        default: ""
        }
    }

    func int(_ index: Int) -> Int {
        if case .int(let number) = values[index] { number } else { 0 }
    }

    /// A flag; true where it is left out.
    func flag(_ index: Int) -> Bool {
        guard index < values.count else { return true }
        return values[index] != .boolean(false) && values[index] != .int(0)
    }

    func array(_ index: Int) -> [XMLRPCValue] {
        if case .array(let values) = values[index] { values } else { [] }
    }
}

/// Who calls, and what the methods work with.
struct RPCSession: Sendable {
    let services: ConsoleServices
    let identity: Identity
    let address: String

    var calls: SupervisorCalls { SupervisorCalls(services.supervisor) }

    var actions: ProcessActions {
        ProcessActions(services, ProcessActions.Caller(name: identity.name, address: address))
    }

    /// All processes.
    func processes() async throws -> [ProcessReport] { try await calls.ask(.status).processes }

    /// The processes that a name stands for.
    /// - Throws: ``XMLRPCFault`` BAD_NAME.
    func processes(_ name: String) async throws -> [ProcessReport] {
        guard let found = ProcessName(name).processes(of: try await processes()) else {
            throw XMLRPCFault(.badName, name)
        }
        return found
    }

    /// The one process that a name stands for.
    /// - Throws: ``XMLRPCFault`` BAD_NAME, also for a group.
    func process(_ name: String) async throws -> ProcessReport {
        let found = try await processes(name)
        guard found.count == 1, ProcessName(name).process != nil else { throw XMLRPCFault(.badName, name) }
        return found[0]
    }

    /// The processes of a group.
    /// - Throws: ``XMLRPCFault`` BAD_NAME.
    func group(_ name: String) async throws -> [ProcessReport] {
        let found = try await processes().filter { $0.group == name }
        guard !found.isEmpty else { throw XMLRPCFault(.badName, name) }
        return found
    }

    /// Notes what was not done of something that nobody waited for.
    func noteFailures(_ answer: Result<SupervisorCalls.Answer, any Error>, of action: String) {
        for (target, reason) in answer.failures(of: "all") {
            services.audit.noteEnd(
                who: identity.name, address: address, action: action, target: target, result: reason)
        }
    }

    /// Notes what was done to the supervisor itself.
    func note(_ action: String, _ target: String = "", _ result: String = "done") throws {
        try services.audit.note(who: identity.name, address: address, action: action, target: target, result: result)
    }
}
