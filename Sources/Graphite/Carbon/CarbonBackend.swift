import Dispatch
import Glibc
public import MetricModel
public import Settings
import Synchronization

/// Passes metrics on to carbon. A flush is in the spool on disk when ``take(_:)`` returns; a thread sends what is there, in
/// its order, and waits while carbon is away. What carbon may have read when a connection broke it gets again, line by line the
/// same, which changes nothing in its files: a metric has one value at a time.
public final class CarbonBackend: MetricBackend, Sendable {
    /// How the sending goes, in the reference StatsD server's terms (`graphiteStats`).
    public struct Statistics: Sendable, Equatable {
        /// When something last went wrong, in seconds since 1970; at first the start.
        public var lastException: Int
        /// When carbon last took something, in seconds since 1970; at first the start.
        public var lastFlush: Int
        /// How long that took, in milliseconds.
        public var flushTime = 0
        /// How many bytes it was.
        public var flushLength = 0
        /// Lines that were dropped since the start, because the spool was full.
        public var dropped = 0
        /// Bytes that wait in the spool.
        public var waiting = 0
    }

    private struct State {
        var spool: Spool
        var statistics: Statistics
        var isEnding = false
        var isCancelled = false
    }

    /// How many bytes of lines are sent over one connection, at most.
    private static let part = 1 << 20

    private let address: HostPort
    private let carbonProtocol: CarbonProtocol
    private let patience: Duration
    private let report: @Sendable (BackendEvent) -> Void
    private let state: Mutex<State>
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// A backend, which begins to send what an earlier process left.
    /// - Parameters:
    ///   - spool: The folder for what waits; nobody else may use it.
    ///   - limit: How many bytes may wait.
    ///   - patience: How long carbon may read nothing before the connection is given up.
    ///   - report: Told what happens; by any thread.
    /// - Throws: ``SpoolError``.
    public init(
        _ address: HostPort, _ carbonProtocol: CarbonProtocol, spool: String, limit: Int = 64 << 20,
        patience: Duration = .seconds(60), report: @escaping @Sendable (BackendEvent) -> Void
    ) throws {
        (self.address, self.carbonProtocol, self.patience) = (address, carbonProtocol, patience)
        self.report = report
        state = Mutex(
            State(
                spool: try Spool(folder: spool, limit: limit),
                statistics: Statistics(lastException: time(nil), lastFlush: time(nil))))
        DispatchQueue(label: "graphite").async { [self] in
            run()
            ended.signal()
        }
    }

    /// `graphite 127.0.0.1:2003`.
    public var name: String { "graphite \(address)" }

    /// How the sending goes.
    public var statistics: Statistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.spool.count
            return statistics
        }
    }

    /// Puts a flush into the spool.
    public func take(_ flush: MetricFlush) {
        let lines = CarbonText.lines(of: flush)
        let lost = state.withLock { state in
            do {
                let dropped = try state.spool.append(lines)
                state.statistics.dropped += dropped
                return dropped > 0 ? BackendEvent.lost(values: dropped, reason: "the spool is full") : nil
            } catch {
                state.statistics.lastException = time(nil)
                return .lost(values: lines.count { $0 == UInt8(ascii: "\n") }, reason: "\(error)")
            }
        }
        if let lost { report(lost) }
        wake.signal()
    }

    /// Sends what waits, if that goes without a failure, and ends; the rest stays in the spool for the next process.
    /// - Parameter patience: How long to wait for that.
    public func end(within patience: Duration) {
        state.withLock { $0.isEnding = true }
        wake.signal()
        guard ended.wait(timeout: .now() + patience / .seconds(1)) == .timedOut else { return }
        state.withLock { $0.isCancelled = true }
        ended.wait()
    }

    private func run() {
        let delivery = CarbonDelivery(address: address, patience: patience) { [self] in
            state.withLock { $0.isCancelled }
        }
        var outage: ContinuousClock.Instant?
        while true {
            do {
                let didSend = try sendOldest(delivery)
                if didSend, let began = outage {
                    outage = nil
                    report(.back(after: began.duration(to: .now)))
                }
                if didSend { continue }
                if state.withLock({ $0.isEnding }) { return }
                wake.wait()
            } catch {
                let (isEnding, isCancelled) = state.withLock { state in
                    state.statistics.lastException = time(nil)
                    return (state.isEnding, state.isCancelled)
                }
                if outage == nil, !isCancelled {
                    outage = .now
                    report(.away(reason: "\(error)"))
                }
                if isEnding { return }
                pause()
            }
        }
    }

    /// - Returns: Whether there was something to send.
    private func sendOldest(_ delivery: CarbonDelivery) throws -> Bool {
        guard let part = try state.withLock({ try $0.spool.oldest(Self.part) }) else { return false }
        let bytes = carbonProtocol == .text ? part.lines : CarbonPickle.messages(of: part.lines)
        let began = ContinuousClock.now
        try delivery.send(bytes)
        try state.withLock { state in
            try state.spool.confirm(upTo: part.end)
            state.statistics.lastFlush = time(nil)
            state.statistics.flushTime = Int(began.duration(to: .now) / .milliseconds(1))
            state.statistics.flushLength = bytes.count
        }
        return true
    }

    /// Waits a second, however many flushes come, unless it is to end.
    private func pause() {
        let deadline = DispatchTime.now() + .seconds(1)
        while wake.wait(timeout: deadline) == .success {
            if state.withLock({ $0.isEnding }) { return }
        }
    }
}
