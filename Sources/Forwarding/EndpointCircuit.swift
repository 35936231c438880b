public import PluginAPI

/// Whether an endpoint as a whole may be sent to. An endpoint that fails pauses the sending, instead of using up every
/// message's tries; then one message, the canary, finds out whether it is back.
///
/// closed ──unreachable, 5 failures in a row, asked to wait──▶ paused ──time is up──▶ one canary ──any answer──▶ closed
///                                                               ▲──────── longer ────────┘ failed
public struct EndpointCircuit: Sendable {
    /// What an answer says of the endpoint.
    public enum Signal: Sendable, Equatable {
        /// It answers, whether or not it takes the message.
        case alive
        /// It failed with one message: the message's fault or its own.
        case failing(reason: String)
        /// Nothing gets to it.
        case unreachable(reason: String)
        /// It asks to wait, for this long if it says so.
        case slowDown(reason: String, after: Duration?)
    }

    /// What is worth a log line: one when an outage begins, one when it is over.
    public enum Notice: Sendable, Equatable {
        /// Nothing is sent for now.
        case paused(reason: String)
        /// Sending goes on; with the length of the outage.
        case back(after: Duration)
    }

    private struct Outage {
        var began: ContinuousClock.Instant
        var reason: String
        var until: ContinuousClock.Instant
        /// How many pauses there have been that were ours to choose.
        var pauses = 0
        var canaryIsOut = false
    }

    private enum State {
        case closed(failures: Int)
        case open(Outage)
    }

    /// How many failures in a row open the circuit.
    public static let failuresInRow = 5

    private let longestPause: Duration
    private var state = State.closed(failures: 0)

    /// - Parameter longestPause: To which the pauses of 1 s, 2 s, 4 s … grow (`pauseonfail`); at least 0.1 s.
    public init(longestPause: Duration) {
        self.longestPause = max(longestPause, .milliseconds(100))
    }

    /// Whether messages are sent as they come.
    public var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    /// The end of the pause, if there is one.
    public var pausedUntil: ContinuousClock.Instant? {
        if case .open(let outage) = state, !outage.canaryIsOut { outage.until } else { nil }
    }

    /// How many messages may be sent now, the canary being one.
    public func room(at now: ContinuousClock.Instant) -> Int {
        switch state {
        case .closed: .max
        case .open(let outage): outage.canaryIsOut || now < outage.until ? 0 : 1
        }
    }

    /// Notes that a message is sent; ``room(at:)`` allowed it.
    /// - Returns: Whether it is the canary.
    public mutating func start() -> Bool {
        guard case .open(var outage) = state else { return false }
        outage.canaryIsOut = true
        state = .open(outage)
        return true
    }

    /// Takes in what an answer says.
    /// - Parameters:
    ///   - isCanary: Whether it is the canary's. Answers to what was sent before the pause neither end it nor lengthen
    ///     it, except by asking to wait.
    ///   - generator: Makes the pauses a tenth longer or shorter.
    public mutating func handle(
        _ signal: Signal, isCanary: Bool, at now: ContinuousClock.Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Notice? {
        switch state {
        case .closed(let failures):
            return handle(signal, after: failures, at: now, using: &generator)
        case .open(var outage):
            if isCanary { outage.canaryIsOut = false }
            let notice = update(&outage, signal, isCanary: isCanary, at: now, using: &generator)
            if notice == nil { state = .open(outage) }
            return notice
        }
    }

    /// The pause; nil while messages are sent as they come.
    /// - Parameter wall: The same moment as `now`.
    public func pause(at now: ContinuousClock.Instant, wall: UTCTime) -> EndpointPause? {
        guard case .open(let outage) = state else { return nil }
        let end = UTCTime(secondsSince1970: wall.secondsSince1970 + now.duration(to: outage.until).components.seconds)
        return EndpointPause(until: end, reason: outage.reason, isOver: now >= outage.until)
    }

    private mutating func handle(
        _ signal: Signal, after failures: Int, at now: ContinuousClock.Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Notice? {
        let reason: String
        var asked: Duration?
        switch signal {
        case .alive:
            state = .closed(failures: 0)
            return nil
        case .failing(let what):
            state = .closed(failures: failures + 1)
            guard failures + 1 >= EndpointCircuit.failuresInRow else { return nil }
            reason = what
        case .unreachable(let what): reason = what
        case .slowDown(let what, let wait): (reason, asked) = (what, wait)
        }
        var outage = Outage(began: now, reason: reason, until: now)
        outage.until = now + (asked ?? nextPause(&outage, using: &generator))
        state = .open(outage)
        return .paused(reason: reason)
    }

    private mutating func update(
        _ outage: inout Outage, _ signal: Signal, isCanary: Bool, at now: ContinuousClock.Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Notice? {
        switch signal {
        case .alive:
            // An older answer may have asked to wait while the canary was out; then another one goes later.
            guard isCanary, now >= outage.until else { return nil }
            state = .closed(failures: 0)
            return .back(after: outage.began.duration(to: now))
        case .failing(let reason), .unreachable(let reason):
            guard isCanary else { return nil }
            outage.reason = reason
            outage.until = max(outage.until, now + nextPause(&outage, using: &generator))
        case .slowDown(let reason, let asked):
            guard isCanary || asked != nil else { return nil }
            outage.reason = reason
            outage.until = max(outage.until, now + (asked ?? nextPause(&outage, using: &generator)))
        }
        return nil
    }

    private func nextPause(
        _ outage: inout Outage, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let doublings = min(outage.pauses, 30)
        outage.pauses += 1
        return min(longestPause, .seconds(Double(1 << doublings) * Double.random(in: 0.9...1.1, using: &generator)))
    }
}

/// Why nothing is sent to an endpoint.
public struct EndpointPause: Sendable, Equatable, CustomStringConvertible {
    /// When one message is to find out whether it is back.
    public let until: UTCTime
    /// What was wrong last.
    public let reason: String
    /// Whether that time has come, and the message is due or on its way.
    public let isOver: Bool

    /// `paused until 2024-06-15T12:35:07Z (Connection refused)`.
    public var description: String {
        isOver ? "trying one message (after: \(reason))" : "paused until \(until.rfc3339) (\(reason))"
    }
}

extension EndpointCircuit.Notice: CustomStringConvertible {
    /// `the endpoint fails, messages wait: …`, `the endpoint is back after 12.5 s`.
    public var description: String {
        switch self {
        case .paused(let reason): return "the endpoint fails, messages wait: \(reason)"
        case .back(let length):
            let tenths = Int((length / .milliseconds(100)).rounded())
            return "the endpoint is back after \(tenths / 10).\(tenths % 10) s"
        }
    }
}
