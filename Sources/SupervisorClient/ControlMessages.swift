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
        /// Read the configuration, and say what it would change.
        case reread
        /// Take groups in that the configuration, as last read, has and the table has not; and start them.
        case add
        /// Take groups out of the table whose processes do not run.
        case remove
        /// Send ``ControlRequest/signal`` to processes that run.
        case signal
        /// Empty the log files of processes.
        case clear
        /// Empty the supervisor's own log file.
        case clearLog
        /// Describe all processes now, and again whenever one of them changes, until the client goes.
        case watch
        /// Say what the supervisor itself is and does.
        case about
        /// Stop everything, and end.
        case shutdown
    }

    /// What is to be done.
    public var command: Command

    /// Groups, processes, `GROUP:PROCESS` or `all`; for ``Command/status`` none means all.
    public var names: [String]

    /// The signal for ``Command/signal``: `HUP`, `SIGHUP` or its number.
    public var signal: String?

    /// A request.
    public init(_ command: Command, names: [String] = [], signal: String? = nil) {
        self.command = command
        self.names = names
        self.signal = signal
    }
}

/// What the supervisor answers, one JSON object on a line each: any number of results, then ``end(ok:)``.
public enum ControlReply: Codable, Sendable, Equatable {
    /// The processes asked for.
    case processes([ProcessReport])
    /// What became of one of the names.
    case outcome(ControlOutcome)
    /// The groups that a new configuration would add, change and remove.
    case changes(added: [String], changed: [String], removed: [String])
    /// The supervisor itself.
    case supervisor(SupervisorReport)
    /// Why the request as a whole is not done.
    case refused(ControlRefusal)
    /// Nothing more follows; `ok` when everything was done.
    case end(ok: Bool)
}
