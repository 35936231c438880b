import CLinux
import Glibc
import Settings
import SupervisorClient

/// One process of the supervisor's table: its rules, its child when there is one, and its logs.
final class ManagedProcess {
    /// The most that a pipe can hold (/proc/sys/fs/pipe-max-size as Linux has it).
    private static let pipeCapacity = 1 << 20

    let spec: ProcessSpec
    var lifecycle: ProcessLifecycle
    private(set) var child: Child?
    /// Why it is not running; empty when there is nothing to say.
    private(set) var reason = ""
    /// The same for programs.
    private(set) var failure = ControlOutcome.Code.spawnFailed
    private var ending: Ending?
    private var startTime = 0
    private var stopTime = 0
    private let output: RotatingLog
    private let errors: RotatingLog
    private var lastLine = LastLine()
    private(set) var openPipes: [Int32] = []

    init(spec: ProcessSpec) {
        self.spec = spec
        lifecycle = ProcessLifecycle(settings: spec.settings)
        let (maxbytes, backups) = (spec.settings.logfileMaxbytes, spec.settings.logfileBackups)
        output = RotatingLog(path: spec.stdoutLogfile, maxbytes: maxbytes, backups: backups)
        errors =
            spec.stderrLogfile == spec.stdoutLogfile
            ? output : RotatingLog(path: spec.stderrLogfile, maxbytes: maxbytes, backups: backups)
    }

    var state: ProcessState { lifecycle.state }

    func spawned(_ child: Child) {
        self.child = child
        openPipes = child.descriptors
        startTime = TimeText.now
        reason = ""
        failure = .spawnFailed
        ending = nil
        lastLine = LastLine()
    }

    func spawnFailed(_ error: LaunchError) {
        reason = error.description
        failure = error.code
        startTime = TimeText.now
        stopTime = startTime
    }

    /// Notes the end of the child, after the last of its output has been read.
    func ended(_ ending: Ending) {
        self.ending = ending
        child = nil
        stopTime = TimeText.now
        switch ending {
        case .exited(let code):
            reason = "exited \(code)"
            if code != 0, let text = lastLine.text { reason += ": \(text)" }
        case .killed(let signal):
            reason = "killed by \(SignalName.name(signal))"
        }
    }

    func cannotBeSignalled(_ error: String) {
        reason = "cannot be signalled: \(error)"
    }

    /// Moves what a pipe holds into its log.
    /// - Parameter portions: How many buffers of it at most: others want their turn, and a writer might never end.
    /// - Returns: Why a log could not be written; nil: it was.
    func drain(_ pipe: Int32, portions: Int = 1, buffer: UnsafeMutableRawBufferPointer) -> String? {
        var problem: String?
        for _ in 0..<portions {
            let count = read(pipe, buffer.baseAddress, buffer.count)
            if count < 0 && (errno == EAGAIN || errno == EINTR) { return problem }
            guard count > 0 else {
                close(pipe)
                openPipes.removeAll { $0 == pipe }
                return problem
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            let isOutput = pipe == child?.output
            problem = (isOutput ? output : errors).write(bytes) ?? problem
            if !isOutput || spec.settings.redirectStderr { lastLine.take(bytes) }
        }
        return problem
    }

    /// Reads what is left in the pipes and closes them, also when somebody else holds the other end.
    func drainAndClose(buffer: UnsafeMutableRawBufferPointer) -> String? {
        var problem: String?
        for pipe in openPipes {
            problem = drain(pipe, portions: Self.pipeCapacity / buffer.count + 1, buffer: buffer) ?? problem
        }
        for pipe in openPipes { close(pipe) }
        openPipes = []
        return problem
    }

    /// Empties its logs.
    /// - Returns: Why one could not be emptied; nil: they were.
    func clearLogs() -> String? {
        let problem = output.clear()
        return errors === output ? problem : errors.clear() ?? problem
    }

    func report() -> ProcessReport {
        let now = TimeText.now
        var exitstatus = 0
        switch ending {
        case .exited(let code): exitstatus = Int(code)
        case .killed: exitstatus = -1
        case nil: break
        }
        let hasFailed = state == .backoff || state == .fatal || state == .unknown
        return ProcessReport(
            name: spec.name, group: spec.group, description: description(now: now), start: startTime, stop: stopTime,
            now: now, state: state.rawValue, statename: state.name, spawnerr: hasFailed ? reason : "",
            exitstatus: exitstatus, stdoutLogfile: spec.stdoutLogfile, stderrLogfile: spec.stderrLogfile,
            pid: Int(child?.pid ?? 0), autostart: spec.settings.autostart)
    }

    private func description(now: Int) -> String {
        switch state {
        case .running: "pid \(child?.pid ?? 0), uptime \(TimeText.uptime(max(0, now - startTime)))"
        case .starting, .stopping: ""
        case .backoff, .fatal, .unknown: reason
        case .stopped: stopTime == 0 ? "Not started" : TimeText.date(stopTime)
        case .exited: "\(TimeText.date(stopTime)), \(reason)"
        }
    }
}
