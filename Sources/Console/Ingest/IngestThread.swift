import Dispatch
import Glibc

/// Runs an upload's steps one after the other off the threads that serve others: they wait for Redis.
final class IngestThread: SerialExecutor {
    private let queue = DispatchQueue(label: "ingest")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}

/// How long an upload goes on waiting.
final class IngestPatience {
    private let limit: Duration
    private let sign: @Sendable () -> Void
    private var until = ContinuousClock.now
    private var signed = ContinuousClock.now

    /// - Parameter sign: Called now and then while it waits.
    init(_ limit: Duration, sign: @escaping @Sendable () -> Void) { (self.limit, self.sign) = (limit, sign) }

    /// Something has moved.
    func renew() { until = .now + limit }

    /// Waits so long.
    /// - Returns: Whether to go on.
    func pause(_ duration: Duration) -> Bool {
        guard ContinuousClock.now + duration < until else { return false }
        if signed.duration(to: .now) > .seconds(5) {
            signed = .now
            sign()
        }
        usleep(UInt32(duration / .microseconds(1)))
        return true
    }
}
