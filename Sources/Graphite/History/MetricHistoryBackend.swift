public import MetricModel
public import RedisClient

/// Keeps metrics in Redis for some hours, where the console finds them (``MetricHistory``); see ``HistoryKeys`` for the keys.
public final class MetricHistoryBackend: MetricBackend, Sendable {
    /// How many metrics a worker may have there.
    public static let limit = 20_000

    /// `history`.
    public let name = "history"

    private let thread: FlushThread

    /// A backend.
    /// - Parameters:
    ///   - worker: The worker instance whose metrics they are.
    ///   - aggregation: How values are put together to minutes; nil: by the metrics' names.
    ///   - limit: How many metrics it may have.
    ///   - report: Told what happens; by any thread.
    public init(
        _ address: RedisAddress, worker: String, aggregation: Aggregation? = nil, limit: Int = limit,
        report: @escaping @Sendable (BackendEvent) -> Void
    ) {
        thread = FlushThread(label: "metric history", keeping: 30, report: report) {
            let client = RedisClient(address, pause: { _ in false })
            var writer = HistoryWriter(worker: worker, aggregation: aggregation, limit: limit, report: report)
            var connections = 0
            return { flush in
                try client.once { connection in
                    // A Redis that was killed may have forgotten the newest names.
                    if client.connections != connections { writer.forget() }
                    connections = client.connections
                    try writer.write(flush, on: connection)
                }
            }
        }
    }

    /// Has a flush written, without waiting for that.
    public func take(_ flush: MetricFlush) { thread.take(flush) }

    /// Writes what waits, if that goes at once, and ends.
    public func end(within patience: Duration) { thread.end(within: patience) }
}
