import Dispatch
import SupervisorClient

/// Asks the supervisor without holding up the threads that serve others.
struct SupervisorCalls: Sendable {
    /// Everything that it said.
    struct Answer: Sendable {
        /// Whether everything was done.
        var ok = false
        var processes: [ProcessReport] = []
        /// What became of each name.
        var outcomes: [ControlOutcome] = []
        var changes: (added: [String], changed: [String], removed: [String]) = ([], [], [])
        /// What the supervisor says of itself; nil: it was not asked.
        var supervisor: SupervisorReport?
        /// Why nothing was done; nil: it was not refused.
        var refusal: ControlRefusal?
    }

    private let client: ControlClient

    init(_ client: ControlClient) { self.client = client }

    /// Asks, and waits for the end of the answer.
    /// - Throws: `SupervisorError` when no supervisor answers.
    func ask(
        _ command: ControlRequest.Command, _ names: [String] = [], signal: String? = nil
    ) async throws -> Answer {
        let client = client
        let request = ControlRequest(command, names: names, signal: signal)
        // What the supervisor waits for may take its time; this pool grows.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try Self.ask(client, request) }) }
        }
    }

    /// What the supervisor says of itself.
    /// - Throws: `SupervisorError` when no supervisor answers.
    func about() async throws -> SupervisorReport {
        guard let report = try await ask(.about).supervisor else {
            throw SupervisorError("the supervisor says nothing of itself")
        }
        return report
    }

    /// Asks, and lets what it was asked for take its course.
    /// - Parameter done: Gets the answer, or why there is none.
    func begin(
        _ command: ControlRequest.Command, _ names: [String] = [],
        done: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let client = client
        let request = ControlRequest(command, names: names)
        DispatchQueue.global().async { done(Result { try Self.ask(client, request) }) }
    }

    private static func ask(_ client: ControlClient, _ request: ControlRequest) throws -> Answer {
        var answer = Answer()
        answer.ok = try client.ask(request) { reply in
            switch reply {
            case .processes(let reports): answer.processes += reports
            case .outcome(let outcome): answer.outcomes.append(outcome)
            case .changes(let added, let changed, let removed): answer.changes = (added, changed, removed)
            case .supervisor(let report): answer.supervisor = report
            case .refused(let refusal): answer.refusal = refusal
            case .end: break
            }
        }
        return answer
    }
}

extension Result<SupervisorCalls.Answer, any Error> {
    /// What was not done, with what it was to be done to, and why.
    /// - Parameter all: What the request as a whole was about.
    func failures(of all: String) -> [(target: String, reason: String)] {
        switch self {
        case .success(let answer):
            let outcomes = answer.outcomes.filter(\.isError).map { ($0.name, $0.text) }
            return (answer.refusal.map { [(all, "refused: \($0.text)")] } ?? []) + outcomes
        case .failure(let error): return [(all, "\(error)")]
        }
    }
}
