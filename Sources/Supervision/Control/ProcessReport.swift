import Glibc

/// One process as supervisord's `getProcessInfo` describes it, with the same keys in JSON.
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

    enum CodingKeys: String, CodingKey {
        case name, group, description, start, stop, now, state, statename, spawnerr, exitstatus, pid
        case stdoutLogfile = "stdout_logfile"
        case stderrLogfile = "stderr_logfile"
    }
}

/// Times as supervisord writes them.
enum TimeText {
    /// Seconds since 1970.
    static var now: Int { time(nil) }

    /// `0:01:40`, `1 day, 2:03:04`.
    static func uptime(_ seconds: Int) -> String {
        let days = seconds / 86_400
        let clock = "\(seconds / 3600 % 24):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        return days == 0 ? clock : "\(days) day\(days == 1 ? "" : "s"), \(clock)"
    }

    /// `12:00:01`, local.
    static func clock(_ seconds: Int) -> String { format(seconds, "%H:%M:%S") }

    /// `Apr 05 11:20 AM`, local.
    static func date(_ seconds: Int) -> String { format(seconds, "%b %d %I:%M %p") }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func format(_ seconds: Int, _ pattern: String) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
