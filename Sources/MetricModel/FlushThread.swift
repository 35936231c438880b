import Dispatch
import Synchronization

/// Passes flushes on, one after the other, on a thread of its own, so that whoever makes them need not wait. While they
/// cannot be passed on it keeps some, in memory; then the oldest go first.
public final class FlushThread: Sendable {
    /// Passes a flush on; throws what is to be said when it must come again.
    public typealias Pass = (MetricFlush) throws -> Void

    private struct State {
        var waiting: [MetricFlush] = []
        var lost = 0
        var isEnding = false
    }

    /// How long it waits before it tries again what failed.
    private static let pause = DispatchTimeInterval.seconds(1)

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let limit: Int
    private let report: @Sendable (BackendEvent) -> Void

    /// Starts the thread.
    /// - Parameters:
    ///   - label: What debuggers call it.
    ///   - limit: How many flushes it keeps.
    ///   - report: Told what happens; by any thread.
    ///   - make: Makes, on the thread, what passes flushes on.
    public init(
        label: String, keeping limit: Int, report: @escaping @Sendable (BackendEvent) -> Void,
        _ make: @escaping @Sendable () -> Pass
    ) {
        (self.limit, self.report) = (limit, report)
        DispatchQueue(label: label).async { [self] in
            run(make())
            ended.signal()
        }
    }

    /// Takes a flush, and returns at once.
    public func take(_ flush: MetricFlush) {
        let lost = state.withLock { state in
            state.waiting.append(flush)
            guard state.waiting.count > limit else { return 0 }
            let values = state.waiting.removeFirst().values.count
            state.lost += values
            return values
        }
        if lost > 0 { report(.lost(values: lost, reason: "more than \(limit) flushes wait")) }
        wake.signal()
    }

    /// How many values were lost since the start.
    public var lost: Int { state.withLock { $0.lost } }

    /// Passes on what it has, if that goes at once, and ends.
    /// - Parameter patience: How long to wait for that.
    public func end(within patience: Duration) {
        state.withLock { $0.isEnding = true }
        wake.signal()
        _ = ended.wait(timeout: .now() + patience / .seconds(1))
    }

    private func run(_ pass: Pass) {
        var outage: ContinuousClock.Instant?
        while true {
            let (next, isEnding) = state.withLock { ($0.waiting.first, $0.isEnding) }
            guard let next else {
                if isEnding { return }
                wake.wait()
                continue
            }
            do {
                try pass(next)
                state.withLock { if $0.waiting.first == next { $0.waiting.removeFirst() } }
                if let began = outage { report(.back(after: began.duration(to: .now))) }
                outage = nil
            } catch {
                if outage == nil {
                    outage = .now
                    report(.away(reason: "\(error)"))
                }
                if isEnding { return }
                _ = wake.wait(timeout: .now() + Self.pause)
            }
        }
    }
}
