public import Settings

/// `kind = actions`: takes action lines over TCP, keeps the newest values of each action, tells all clients, and puts the lines into
/// a queue.
public struct ActionsWorker: Worker {
    private let settings: ActionsSettings
    private let context: WorkerContext

    /// A server that does not listen yet.
    public init(_ settings: ActionsSettings, in context: WorkerContext) {
        (self.settings, self.context) = (settings, context)
    }

    /// Serves until the stop is requested.
    /// - Throws: When it cannot listen; what Redis refuses.
    public mutating func run() throws { try ActionServer(settings, in: context).run() }
}
