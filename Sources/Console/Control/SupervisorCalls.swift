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
        var outcomes: [(name: String, text: String)] = []
        var changes: (added: [String], changed: [String], removed: [String]) = ([], [], [])
        var pid = 0
        var isStopping = false
        /// Why nothing was done; empty: it was not refused.
        var refusals: [String] = []
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
            case .outcome(let name, let text): answer.outcomes.append((name, text))
            case .changes(let added, let changed, let removed): answer.changes = (added, changed, removed)
            case .supervisor(let pid, let isStopping): (answer.pid, answer.isStopping) = (pid, isStopping)
            case .refused(let reasons): answer.refusals += reasons
            case .end: break
            }
        }
        return answer
    }
}
