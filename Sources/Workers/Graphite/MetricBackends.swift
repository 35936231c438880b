public import Graphite
import Logging
public import MetricModel
import RedisClient
public import Settings
import Statistics

/// Where a worker's metrics go.
public struct MetricBackends {
    /// All of them.
    public private(set) var all: [any MetricBackend] = []
    /// Carbon, if metrics go there.
    public private(set) var carbon: CarbonBackend?

    private var endings: [(Duration) -> Void] = []

    /// The backends of a worker. What happens to them is said in its log.
    /// - Parameters:
    ///   - carbon: Carbon's address; nil: none.
    ///   - influx: The address of an InfluxDB database; nil: none.
    ///   - aggregation: How the history puts values together; nil: by the metrics' names.
    ///   - directory: Where `data/spool/` lies.
    /// - Throws: `SpoolError`, `StoreError`.
    public init(
        carbon: HostPort?, _ carbonProtocol: CarbonProtocol, influx: String? = nil, aggregation: Aggregation? = nil,
        directory: String, in context: WorkerContext
    ) throws {
        let (log, progress) = (context.log, context.progress)
        func reporter(of name: String) -> @Sendable (BackendEvent) -> Void {
            { event in
                switch event {
                case .back: log.notice("A backend is back", metadata: ["backend": "\(name)", "event": "\(event)"])
                case .away, .lost:
                    log.warning("A backend does not take all", metadata: ["backend": "\(name)", "event": "\(event)"])
                    progress.error("\(name): \(event)")
                }
            }
        }
        if let carbon {
            let backend = try CarbonBackend(
                carbon, carbonProtocol, spool: "\(directory)/data/spool/\(context.worker)",
                report: reporter(of: "graphite \(carbon)"))
            self.carbon = backend
            add(backend, backend.end)
        }
        if let influx {
            let backend = try InfluxBackend(uri: influx, report: reporter(of: "influxdb"))
            add(backend, backend.end)
        }
        let history = MetricHistoryBackend(
            context.client.address, worker: context.worker, aggregation: aggregation, report: reporter(of: "history"))
        add(history, history.end)
    }

    /// Gives all of them a flush.
    public mutating func take(_ flush: MetricFlush) {
        for index in all.indices { all[index].take(flush) }
    }

    /// Ends them; they may take some time for what they have.
    public func end(within patience: Duration) {
        let deadline = ContinuousClock.now + patience
        for end in endings { end(max(.zero, ContinuousClock.now.duration(to: deadline))) }
    }

    private mutating func add(_ backend: any MetricBackend, _ end: @escaping (Duration) -> Void) {
        all.append(backend)
        endings.append(end)
    }
}
