import Synchronization

/// Answers that many ask for at once: each is made by one, for all who ask meanwhile and for a while after.
final class SharedAnswers<Value: Sendable>: Sendable {
    private struct Answer {
        let task: Task<Value, any Error>
        /// When it was made; nil: it is being made.
        var made: ContinuousClock.Instant?
    }

    private let age: Duration
    private let answers = Mutex<[String: Answer]>([:])

    /// - Parameter age: How long an answer is good.
    init(goodFor age: Duration) { self.age = age }

    /// The answer to a question: the one that there is, or a new one.
    /// - Throws: What `make` throws, to all who ask.
    func answer(to question: String, _ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await task(question, make).value
    }

    private func task(
        _ question: String, _ make: @escaping @Sendable () async throws -> Value
    ) -> Task<Value, any Error> {
        let now = ContinuousClock.now
        return answers.withLock { answers in
            // What nobody has asked for lately is not kept.
            answers = answers.filter { ($0.value.made ?? now) + age >= now }
            if let known = answers[question] { return known.task }
            let task = Task {
                defer { self.ended(question) }
                return try await make()
            }
            answers[question] = Answer(task: task)
            return task
        }
    }

    /// Forgets all answers, after something was changed that they tell of.
    func forget() { answers.withLock { $0 = [:] } }

    private func ended(_ question: String) { answers.withLock { $0[question]?.made = .now } }
}
