/// How the processes of a section are run: supervisord's program keys with its defaults (peers.md, section A2).
public struct ProcessSettings: Sendable, Equatable {
    /// When a process that ended after it had been RUNNING is started again.
    public enum Autorestart: String, Sendable, CaseIterable {
        /// Whatever its exit code.
        case always = "true"
        /// Not at all.
        case never = "false"
        /// When its exit code is none of `exitcodes`.
        case unexpected
    }

    /// How many processes.
    public var numprocs = 1
    /// What `status` calls each process; to be expanded (``WorkerSettings/expanded(_:instance:directory:)``).
    public var processName = "%(program_name)s_%(process_num)d"
    /// Low priorities start first and stop last.
    public var priority = 999
    /// Started with the supervisor.
    public var autostart = true
    /// When it is started again.
    public var autorestart = Autorestart.always
    /// Seconds that a process must stay up to be RUNNING.
    public var startsecs = 1.0
    /// How often a start is tried again before FATAL.
    public var startretries = 3
    /// The longest wait between two starts, in seconds.
    public var maxbackoff = 60.0
    /// Exit codes that are expected.
    public var exitcodes: [Int32] = [0]
    /// The signal that asks a process to stop, without `SIG`.
    public var stopsignal = "TERM"
    /// Seconds before a process that was asked to stop is killed.
    public var stopwaitsecs = 10.0
    /// The user to run as; empty: the supervisor's.
    public var user = ""
    /// The working directory, absolute; empty: the configuration's.
    public var directory = ""
    /// Variables added to the environment; their values are to be expanded.
    public var environment: [String: String] = [:]
    /// Whether stderr goes into the file of stdout.
    public var redirectStderr = false
    /// The file for stdout, absolute, to be expanded; empty: `logs/NAME_N.log`; `/dev/null`: nowhere.
    public var stdoutLogfile = ""
    /// The file for stderr, absolute, to be expanded; empty: `logs/NAME_N.err`, unless redirected; `/dev/null`: nowhere.
    public var stderrLogfile = ""
    /// Size in bytes at which a log file is rotated; 0: never.
    public var logfileMaxbytes = 50 << 20
    /// How many rotated files are kept.
    public var logfileBackups = 10
    /// Whether the worker logs every message.
    public var debug = false

    /// The defaults.
    public init() {}
}
