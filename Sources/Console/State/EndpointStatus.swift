public import Telemetry

extension ConsoleSnapshot {
    /// The endpoint that a worker sends to, by the worker's heartbeat.
    public struct EndpointStatus: Codable, Sendable, Equatable {
        /// Its address, without a password and a query.
        public var address: String
        /// When it is tried again, in seconds since 1970; nil: it is sent to.
        public var pausedUntil: Int?
        /// What was wrong last; nil: it is sent to.
        public var pauseReason: String?
        /// Requests under way.
        public var requests: Int
        /// How long it took to answer, or was waited for, in seconds, since the worker's start.
        public var latency: LatencyHistogram
        /// The median of these; nil: nothing was sent.
        public var median: Double?
        /// What 99 of 100 do not exceed; nil: nothing was sent.
        public var p99: Double?

        /// Reads a heartbeat. Nil when it has no endpoint.
        init?(_ beat: [String: String]) {
            guard let address = beat["endpoint"] else { return nil }
            self.address = address
            pausedUntil = beat["paused_until"].flatMap(Int.init)
            pauseReason = beat["pause_reason"]
            requests = beat["requests"].flatMap(Int.init) ?? 0
            latency = beat["latency"].flatMap(LatencyHistogram.init) ?? LatencyHistogram()
            median = latency.quantile(0.5)
            p99 = latency.quantile(0.99)
        }
    }
}
