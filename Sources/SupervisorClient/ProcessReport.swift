/// One process as supervisord's `getProcessInfo` describes it, with the same keys in JSON, and `autostart` besides.
public struct ProcessReport: Codable, Sendable, Equatable {
    /// The process: `pirus2_0`.
    public var name: String
    /// Its section: `pirus2`.
    public var group: String
    /// One line for people: `pid 12, uptime 0:01:40`, or why there is no process.
    public var description: String
    /// When it was last spawned, in seconds since 1970; 0: never.
    public var start: Int
    /// When it last ended, in seconds since 1970; 0: never.
    public var stop: Int
    /// When this was said, in seconds since 1970.
    public var now: Int
    /// The number of ``ProcessState``.
    public var state: Int
    /// Its name.
    public var statename: String
    /// Why it could not be started; empty when it could.
    public var spawnerr: String
    /// The last exit code; -1: a signal ended it.
    public var exitstatus: Int
    /// The file that gets its stdout.
    public var stdoutLogfile: String
    /// The file that gets its stderr.
    public var stderrLogfile: String
    /// The process's number; 0: there is none.
    public var pid: Int
    /// Whether it is started with the supervisor.
    public var autostart: Bool

    enum CodingKeys: String, CodingKey {
        case name, group, description, start, stop, now, state, statename, spawnerr, exitstatus, pid, autostart
        case stdoutLogfile = "stdout_logfile"
        case stderrLogfile = "stderr_logfile"
    }

    package init(
        name: String, group: String, description: String, start: Int, stop: Int, now: Int, state: Int,
        statename: String, spawnerr: String, exitstatus: Int, stdoutLogfile: String, stderrLogfile: String, pid: Int,
        autostart: Bool
    ) {
        self.name = name
        self.group = group
        self.description = description
        self.start = start
        self.stop = stop
        self.now = now
        self.state = state
        self.statename = statename
        self.spawnerr = spawnerr
        self.exitstatus = exitstatus
        self.stdoutLogfile = stdoutLogfile
        self.stderrLogfile = stderrLogfile
        self.pid = pid
        self.autostart = autostart
    }
}
