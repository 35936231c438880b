public import Queues
import Settings

extension MessagePlace {
    /// The place that people mean by `pirus2`, `failed:pirus2`, `retry:pirus2`.
    /// - Parameter kind: What is meant where the name does not say it.
    /// - Throws: ``MendingError`` when no queue can be called so, or it says something else.
    public init(named name: String, _ kind: Kind? = nil) throws {
        var (queue, said) = (name, kind)
        for (prefix, meant) in [(QueueKeys.failed(""), Kind.failed), (QueueKeys.retry(""), .retry)]
        where name.hasPrefix(prefix) {
            guard kind == nil || kind == meant else {
                throw MendingError("'\(name)' holds no messages of the kind \(kind?.rawValue ?? "")")
            }
            (queue, said) = (String(name.dropFirst(prefix.count)), meant)
        }
        if queue.isEmpty { throw MendingError("a queue has a name") }
        if let problem = QueueName.problem(of: queue) { throw MendingError(problem) }
        self.init(queue, said ?? .waiting)
    }

    /// What people call it: `pirus2`, `failed:pirus2`.
    public var name: String {
        switch kind {
        case .waiting, .inFlight: queue
        case .retry: QueueKeys.retry(queue)
        case .failed: QueueKeys.failed(queue)
        }
    }
}
