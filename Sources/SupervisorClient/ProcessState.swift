/// The state of a supervised process: supervisord's eight, with its numbers.
public enum ProcessState: Int, Sendable, CaseIterable {
    /// Stopped on request, or never started.
    case stopped = 0
    /// Spawned, but not yet up for `startsecs`.
    case starting = 10
    /// Up.
    case running = 20
    /// Ended too soon; waits before it is started again.
    case backoff = 30
    /// Asked to stop and not yet gone.
    case stopping = 40
    /// Ended by itself after it had been RUNNING.
    case exited = 100
    /// Could not be started; nobody tries again until asked.
    case fatal = 200
    /// Cannot be controlled (it could not be signalled).
    case unknown = 1000

    /// What supervisord calls it: `RUNNING`.
    public var name: String {
        switch self {
        case .stopped: "STOPPED"
        case .starting: "STARTING"
        case .running: "RUNNING"
        case .backoff: "BACKOFF"
        case .stopping: "STOPPING"
        case .exited: "EXITED"
        case .fatal: "FATAL"
        case .unknown: "UNKNOWN"
        }
    }
}

/// How a process ended.
public enum Ending: Sendable, Equatable {
    /// With an exit code.
    case exited(Int32)
    /// By a signal's number.
    case killed(Int32)
}
