import Settings
import SupervisorClient
import Testing

@testable import Supervision

/// Every event in every state, and supervisord's rules about retries.
struct ProcessLifecycleTests {
    typealias Event = ProcessLifecycle.Event
    typealias Action = ProcessLifecycle.Action

    let start = ContinuousClock.now

    /// A process brought into a state, with the moment at which it got there.
    func process(
        in state: ProcessState, _ change: (inout ProcessSettings) -> Void = { _ in }
    ) -> (ProcessLifecycle, ProcessLifecycle.Instant) {
        var settings = ProcessSettings()
        settings.startretries = 2
        if state == .exited { settings.autorestart = .never }
        if state == .fatal { settings.startretries = 0 }
        change(&settings)
        var lifecycle = ProcessLifecycle(settings: settings)
        var now = start
        func then(_ event: Event, after seconds: Double = 0) {
            now += .seconds(seconds)
            _ = lifecycle.handle(event, at: now)
        }
        if state != .stopped { then(.start) }
        switch state {
        case .stopped: break
        case .starting: then(.spawned)
        case .backoff, .fatal: then(.spawnFailed)
        case .running: then(.spawned); then(.timer, after: 1)
        case .stopping: then(.spawned); then(.timer, after: 1); then(.stop)
        case .unknown: then(.spawned); then(.timer, after: 1); then(.stop); then(.signalFailed)
        case .exited: then(.spawned); then(.timer, after: 1); then(.ended(.exited(0)))
        }
        #expect(lifecycle.state == state)
        return (lifecycle, now)
    }

    /// What the events do that do anything; `timer` comes when the deadline has passed.
    static let table: [(ProcessState, Event, [Action])] = [
        (.stopped, .start, [.entered(.starting), .spawn]),
        (.starting, .stop, [.entered(.stopping), .signal]),
        (.starting, .kill, [.entered(.stopping), .killGroup]),
        (.starting, .spawnFailed, [.entered(.backoff)]),
        (.starting, .ended(.exited(0)), [.entered(.backoff)]),
        (.starting, .timer, [.entered(.running)]),
        (.running, .stop, [.entered(.stopping), .signal]),
        (.running, .kill, [.entered(.stopping), .killGroup]),
        (.running, .ended(.exited(0)), [.entered(.exited), .entered(.starting), .spawn]),
        (.backoff, .start, [.entered(.starting), .spawn]),
        (.backoff, .stop, [.entered(.stopped)]),
        (.backoff, .kill, [.entered(.stopped)]),
        (.backoff, .timer, [.entered(.starting), .spawn]),
        (.stopping, .kill, [.killGroup]),
        (.stopping, .signalFailed, [.entered(.unknown)]),
        (.stopping, .ended(.exited(0)), [.entered(.stopped)]),
        (.stopping, .timer, [.killGroup]),
        (.exited, .start, [.entered(.starting), .spawn]),
        (.fatal, .start, [.entered(.starting), .spawn]),
        (.unknown, .stop, [.entered(.stopping), .signal]),
        (.unknown, .kill, [.entered(.stopping), .killGroup]),
        (.unknown, .ended(.exited(0)), [.entered(.exited)]),
    ]

    @Test(arguments: ProcessState.allCases)
    func everyEvent(in state: ProcessState) {
        let events: [Event] = [
            .start, .stop, .kill, .spawnFailed, .signalFailed, .ended(.exited(0)), .timer,
        ]
        for event in events {
            var (lifecycle, now) = process(in: state)
            let expected = Self.table.first { $0.0 == state && $0.1 == event }?.2 ?? []
            #expect(lifecycle.handle(event, at: now + .seconds(100)) == expected, "\(event)")
            if expected.isEmpty { #expect(lifecycle.state == state) }
        }
    }

    @Test(arguments: ProcessState.allCases)
    func aTimerBeforeTheDeadlineChangesNothing(in state: ProcessState) {
        var (lifecycle, now) = process(in: state)
        #expect(lifecycle.handle(.timer, at: now + .milliseconds(500)) == [])
        #expect(lifecycle.state == state)
    }

    @Test func theNthRetryWaitsNSecondsAndThenItIsFatal() {
        var (lifecycle, now) = process(in: .stopped) { $0.startretries = 3 }
        _ = lifecycle.handle(.start, at: now)
        for retry in 1...3 {
            #expect(lifecycle.handle(.spawnFailed, at: now) == [.entered(.backoff)])
            #expect(lifecycle.deadline == now + .seconds(retry))
            now += .seconds(retry)
            #expect(lifecycle.handle(.timer, at: now) == [.entered(.starting), .spawn])
        }
        #expect(lifecycle.handle(.spawnFailed, at: now) == [.entered(.fatal)])
        #expect(lifecycle.deadline == nil)
    }

    @Test func retriesAreCappedAndCountedAnewAfterRunning() {
        var (lifecycle, now) = process(in: .stopped) {
            $0.startretries = 9
            $0.maxbackoff = 2
        }
        _ = lifecycle.handle(.start, at: now)
        for wait in [1, 2, 2] {
            _ = lifecycle.handle(.spawned, at: now)
            #expect(lifecycle.handle(.ended(.exited(1)), at: now) == [.entered(.backoff)])
            #expect(lifecycle.deadline == now + .seconds(wait))
            now += .seconds(wait)
            _ = lifecycle.handle(.timer, at: now)
        }
        _ = lifecycle.handle(.spawned, at: now)
        _ = lifecycle.handle(.timer, at: now + .seconds(1))
        #expect(lifecycle.state == .running)
        _ = lifecycle.handle(.ended(.exited(1)), at: now + .seconds(60))
        _ = lifecycle.handle(.spawnFailed, at: now)
        #expect(lifecycle.deadline == now + .seconds(1))
    }

    @Test func noHotLoopWithoutStartsecs() {
        var (lifecycle, now) = process(in: .stopped) {
            $0.startsecs = 0
            $0.maxbackoff = 3
        }
        _ = lifecycle.handle(.start, at: now)
        #expect(lifecycle.handle(.spawned, at: now) == [.entered(.running)])
        #expect(lifecycle.handle(.ended(.exited(0)), at: now) == [.entered(.exited), .entered(.starting), .spawn])
        for wait in [1, 2, 3, 3, 3] {
            _ = lifecycle.handle(.spawned, at: now)
            #expect(lifecycle.handle(.ended(.exited(0)), at: now) == [.entered(.exited), .entered(.backoff)])
            #expect(lifecycle.deadline == now + .seconds(wait))
            now += .seconds(wait)
            _ = lifecycle.handle(.timer, at: now)
        }
        // Long up once: the next restart does not wait.
        _ = lifecycle.handle(.spawned, at: now)
        #expect(lifecycle.handle(.ended(.exited(0)), at: now + .seconds(11)).last == .spawn)
    }

    @Test(arguments: [
        (ProcessSettings.Autorestart.always, Ending.exited(0), true),
        (.always, .killed(9), true),
        (.never, .exited(1), false),
        (.never, .killed(9), false),
        (.unexpected, .exited(0), false),
        (.unexpected, .exited(2), false),
        (.unexpected, .exited(1), true),
        (.unexpected, .killed(15), true),
    ])
    func autorestart(_ rule: ProcessSettings.Autorestart, _ ending: Ending, _ isRestarted: Bool) {
        var (lifecycle, now) = process(in: .running) {
            $0.autorestart = rule
            $0.exitcodes = [0, 2]
        }
        _ = lifecycle.handle(.ended(ending), at: now)
        #expect(lifecycle.state == (isRestarted ? .starting : .exited))
    }

    @Test func theStateNumbersAreSupervisords() {
        #expect(ProcessState.allCases.map(\.rawValue) == [0, 10, 20, 30, 40, 100, 200, 1000])
    }
}
