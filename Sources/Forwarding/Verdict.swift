/// What the loop that holds a message is to do with it.
public enum Verdict: Sendable, Equatable {
    /// The tracker took it: on to `success_queue`.
    case delivered
    /// The tracker will not take it: into the failed list, with the reason.
    case refuse(reason: String)
    /// Another try later: into the retry set. `countsTry` says whether this one was the message's own, to be counted
    /// towards `maxtries`; `after` is how long it waits at least, besides what ``RetryPolicy`` says for a counted one.
    case retry(reason: String, countsTry: Bool, after: Duration?)
    /// Not the message's matter: back into the queue, as if it had not been taken.
    case giveBack(reason: String)

    /// - Parameters:
    ///   - isCanary: Whether the message was sent to find out about the endpoint.
    ///   - pause: How long nothing will be sent, if the circuit is open now that the answer has been taken in.
    init(_ answer: Answer, isCanary: Bool, pause: Duration?) {
        switch (answer, pause) {
        case (.accepted, _): self = .delivered
        case (.refused(let reason), _): self = .refuse(reason: reason)
        case (.tryAgain(let reason, let after), nil): self = .retry(reason: reason, countsTry: true, after: after)
        // It may be this message that the tracker stumbles over: the next canary is to be another one.
        case (.tryAgain(let reason, let after), let pause?):
            self = .retry(reason: reason, countsTry: false, after: max(after ?? .zero, pause))
        case (.slowDown(let reason, _), let pause?) where isCanary,
            (.unreachable(let reason), let pause?) where isCanary:
            self = .retry(reason: reason, countsTry: false, after: pause)
        case (.slowDown(let reason, _), _), (.unreachable(let reason), _): self = .giveBack(reason: reason)
        }
    }
}
