/// What a client asks of the supervisor: one JSON object on one line.
public struct ControlRequest: Codable, Sendable, Equatable {
    /// What is to be done.
    public enum Command: String, Codable, Sendable {
        /// Describe processes.
        case status
        /// Start processes and wait until they are up or have failed.
        case start
        /// Stop processes and wait until they are gone.
        case stop
        /// Stop, then start.
        case restart
        /// Read the configuration again.
        case reload
    }

    /// What is to be done.
    public var command: Command

    /// Groups, processes, `GROUP:PROCESS` or `all`; for ``Command/status`` none means all.
    public var names: [String]

    /// A request.
    public init(_ command: Command, names: [String] = []) {
        self.command = command
        self.names = names
    }
}

/// What the supervisor answers, one JSON object on a line each: any number of results, then ``end(ok:)``.
public enum ControlReply: Codable, Sendable, Equatable {
    /// The processes asked for.
    case processes([ProcessReport])
    /// What became of one of the names: `started`, `ERROR (…)`.
    case outcome(name: String, text: String)
    /// Why the request as a whole cannot be done, one line each.
    case refused([String])
    /// Nothing more follows; `ok` when everything was done.
    case end(ok: Bool)
}
