public import Settings
public import SupervisorClient

/// When a process is spawned, signalled, restarted and given up: supervisord's rules as a value without side effects.
///
/// Where it differs from supervisord: a process that ends after it had been RUNNING is restarted at once the first time,
/// but when it dies again and again soon after its start the waits grow by one second each up to `maxbackoff`, also with
/// `startsecs = 0`; supervisord has neither delay nor limit there (its issue 1285).
public struct ProcessLifecycle: Sendable {
    /// A moment of the clock that all times here are on.
    public typealias Instant = ContinuousClock.Instant

    /// What happens to a process.
    public enum Event: Sendable, Equatable {
        /// Somebody wants it to run.
        case start
        /// Somebody wants it to stop.
        case stop
        /// Somebody wants it gone without delay.
        case kill
        /// ``Action/spawn`` succeeded.
        case spawned
        /// ``Action/spawn`` failed.
        case spawnFailed
        /// ``Action/signal`` or ``Action/killGroup`` failed.
        case signalFailed
        /// The process ended.
        case ended(Ending)
        /// The clock has moved, perhaps past ``ProcessLifecycle/deadline``.
        case timer
    }

    /// What is to be done about it, in this order.
    public enum Action: Sendable, Equatable {
        /// Tell that the state is now this.
        case entered(ProcessState)
        /// Spawn the process and hand in ``Event/spawned`` or ``Event/spawnFailed``.
        case spawn
        /// Send `stopsignal` to the process.
        case signal
        /// Send SIGKILL to its process group.
        case killGroup
    }

    /// A process that stayed up this long has proved itself: its next restart does not wait.
    static let steady: Duration = .seconds(10)

    /// The state.
    public private(set) var state = ProcessState.stopped

    /// When ``Event/timer`` will make a difference; nil: it will not.
    public private(set) var deadline: Instant?

    /// Starts that failed in a row.
    private var failedStarts = 0

    /// Deaths in a row that came soon after the process had become RUNNING.
    private var earlyDeaths = 0

    /// When the process was last spawned.
    private var spawnedAt: Instant?

    /// Whether there is a process.
    private var isAlive = false

    private let settings: ProcessSettings

    /// A process that has not been started yet.
    public init(settings: ProcessSettings) {
        self.settings = settings
    }

    /// Takes note of an event; one that means nothing in the present state changes nothing.
    /// - Returns: What is to be done.
    public mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch (state, event) {
        case (.stopped, .start), (.exited, .start), (.fatal, .start), (.backoff, .start):
            failedStarts = 0
            earlyDeaths = 0
            return begin()
        case (.starting, .spawned):
            isAlive = true
            spawnedAt = now
            if settings.startsecs <= 0 { return becomeRunning() }
            deadline = now + .seconds(settings.startsecs)
            return []
        case (.starting, .spawnFailed):
            return startFailed(at: now)
        case (.starting, .ended):
            isAlive = false
            return startFailed(at: now)
        case (.starting, .timer) where isDue(now):
            return becomeRunning()
        case (.running, .ended(let ending)):
            isAlive = false
            return endedWhileRunning(ending, at: now)
        case (.backoff, .timer) where isDue(now):
            return begin()
        case (.backoff, .stop), (.backoff, .kill):
            return enter(.stopped)
        case (.starting, .stop), (.running, .stop), (.unknown, .stop):
            guard isAlive else { return enter(.stopped) }
            return enter(.stopping, until: now + .seconds(settings.stopwaitsecs)) + [.signal]
        case (.starting, .kill), (.running, .kill), (.unknown, .kill):
            guard isAlive else { return enter(.stopped) }
            return enter(.stopping) + [.killGroup]
        case (.stopping, .kill):
            deadline = nil
            return [.killGroup]
        case (.stopping, .timer) where isDue(now):
            deadline = nil
            return [.killGroup]
        case (.stopping, .ended):
            isAlive = false
            return enter(.stopped)
        case (.stopping, .signalFailed):
            return enter(.unknown)
        case (.unknown, .ended):
            isAlive = false
            return enter(.exited)
        default:
            return []
        }
    }

    private func isDue(_ now: Instant) -> Bool {
        deadline.map { $0 <= now } ?? false
    }

    private mutating func enter(_ next: ProcessState, until: Instant? = nil) -> [Action] {
        state = next
        deadline = until
        return [.entered(next)]
    }

    private mutating func begin() -> [Action] {
        enter(.starting) + [.spawn]
    }

    private mutating func becomeRunning() -> [Action] {
        failedStarts = 0
        return enter(.running)
    }

    /// The n-th retry waits n seconds; after `startretries` of them there is none.
    private mutating func startFailed(at now: Instant) -> [Action] {
        failedStarts += 1
        guard failedStarts <= settings.startretries else { return enter(.fatal) }
        return enter(.backoff, until: now + wait(failedStarts))
    }

    private mutating func endedWhileRunning(_ ending: Ending, at now: Instant) -> [Action] {
        let actions = enter(.exited)
        guard isRestarted(after: ending) else { return actions }
        if let spawnedAt, now - spawnedAt >= Self.steady { earlyDeaths = 0 }
        earlyDeaths += 1
        if earlyDeaths == 1 { return actions + begin() }
        return actions + enter(.backoff, until: now + wait(earlyDeaths - 1))
    }

    private func isRestarted(after ending: Ending) -> Bool {
        switch settings.autorestart {
        case .always: return true
        case .never: return false
        case .unexpected:
            if case .exited(let code) = ending { return !settings.exitcodes.contains(code) }
            return true
        }
    }

    private func wait(_ count: Int) -> Duration {
        .seconds(min(Double(count), settings.maxbackoff))
    }
}
