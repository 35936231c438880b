import Dispatch
import Settings
import Statistics
import Synchronization

/// Reads the store for those who ask, off the threads that serve others, a few at a time, for a limited time, and no longer
/// than they wait for it.
final class CounterDesk: Sendable {
    /// How many are read for at once.
    static let most = 2
    /// How many requests of one key may be under way or wait.
    static let mostOfKey = 4
    /// How many requests may be under way or wait.
    static let mostOfAll = 16
    /// How long a request waits for its turn.
    private static let patience = Duration.seconds(30)
    /// How long reading may take.
    private static let limit = Duration.seconds(600)

    private struct Places {
        var reading = 0
        var byKey: [String: Int] = [:]
    }

    private let places = Mutex(Places())
    private let thread = DispatchQueue(label: "loglines.counter", attributes: .concurrent)
    private let audit: AuditLog

    /// - Parameter audit: Gets what went wrong.
    init(_ audit: AuditLog) { self.audit = audit }

    /// Whether somebody waits for what is being read, and how long they may.
    private final class Turn: Sendable {
        private let isCancelled = Atomic(false)
        private let end = ContinuousClock.now + CounterDesk.limit

        func cancel() { isCancelled.store(true, ordering: .relaxed) }

        var reading: StoreReading {
            StoreReading(limit: CounterDesk.limit) { [self] in
                isCancelled.load(ordering: .relaxed) || ContinuousClock.now > end
            }
        }
    }

    /// Reads, when it is this request's turn.
    /// - Parameters:
    ///   - key: Whose request it is.
    ///   - target: What the audit log calls it, should it fail.
    /// - Throws: ``CounterException`` 1000, 1010, 1020; `CancellationError`.
    func read<Value: Sendable>(
        for key: String, _ target: String, _ body: @escaping @Sendable (StoreReading) throws -> Value
    ) async throws -> Value {
        try enter(key)
        defer { leave(key) }
        try await waitForTurn()
        let turn = Turn()
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    thread.async { [self] in
                        let result = Result { try body(turn.reading) }
                        places.withLock { $0.reading -= 1 }
                        continuation.resume(with: result)
                    }
                }
            } onCancel: {
                turn.cancel()
            }
        } catch let error where error is CancellationError || (error as? StoreError)?.kind == .stopped {
            try Task.checkCancellation()
            let minutes = Int(Self.limit / .seconds(60))
            throw CounterException(.notAvailable, "the report takes more than \(minutes) minutes; ask for fewer months")
        } catch let problem as ConfigurationProblem {
            audit.noteEnd(who: "", address: "", action: "counter", target: target, result: "failed: \(problem)")
            throw CounterException(
                .notAvailable,
                "what the configuration says of this service's reports is wrong; the operators' log says what")
        } catch let error where !(error is CounterException) {
            audit.noteEnd(who: "", address: "", action: "counter", target: target, result: "failed: \(error)")
            throw CounterException(.notAvailable, "the statistics store cannot be read now", retryAfter: 60)
        }
    }

    /// Whether something is being read.
    var isReading: Bool { places.withLock { $0.reading > 0 } }

    private func enter(_ key: String) throws(CounterException) {
        let problem = places.withLock { places -> CounterException? in
            let own = places.byKey[key] ?? 0
            if own >= Self.mostOfKey {
                return CounterException(
                    .tooManyRequests, "a key may have \(Self.mostOfKey) requests under way", retryAfter: 10)
            }
            if places.byKey.values.reduce(0, +) >= Self.mostOfAll {
                return CounterException(.busy, "\(Self.mostOfAll) requests are under way", retryAfter: 30)
            }
            places.byKey[key] = own + 1
            return nil
        }
        if let problem { throw problem }
    }

    private func leave(_ key: String) {
        places.withLock { places in
            let others = (places.byKey[key] ?? 1) - 1
            places.byKey[key] = others > 0 ? others : nil
        }
    }

    private func waitForTurn() async throws {
        let end = ContinuousClock.now + Self.patience
        while true {
            let isTurn = places.withLock { places in
                guard places.reading < Self.most else { return false }
                places.reading += 1
                return true
            }
            if isTurn { return }
            guard ContinuousClock.now < end else {
                throw CounterException(
                    .busy, "\(Self.most) reports are being made; none was ready in time", retryAfter: 30)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
