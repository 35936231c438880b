/// Where an operator looks for messages of a queue.
public struct MessagePlace: Sendable, Hashable {
    /// What messages wait for there.
    public enum Kind: String, Sendable, CaseIterable {
        /// For a worker.
        case waiting
        /// For the worker that holds them.
        case inFlight = "in_flight"
        /// For another try.
        case retry
        /// For an operator: they were given up.
        case failed
    }

    /// The queue.
    public let queue: String

    /// Which of its messages.
    public let kind: Kind

    /// A place.
    public init(_ queue: String, _ kind: Kind) {
        self.queue = queue
        self.kind = kind
    }

    /// The key that holds them; nil for those in flight, of which each worker has its own.
    var key: String? {
        switch kind {
        case .waiting: queue
        case .inFlight: nil
        case .retry: QueueKeys.retry(queue)
        case .failed: QueueKeys.failed(queue)
        }
    }
}
