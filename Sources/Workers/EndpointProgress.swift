public import Telemetry

/// What a forwarder says of its endpoint in its heartbeat.
public struct EndpointProgress: Sendable, Equatable {
    /// A pause in which nothing is sent.
    public struct Pause: Sendable, Equatable {
        /// When the endpoint is tried again, in seconds since 1970.
        public var until: Int
        /// What was wrong last.
        public var reason: String
    }

    /// Its address as it may be shown.
    public var address: String
    /// Why nothing is sent to it; nil: it is sent to.
    public var pause: Pause?
    /// How many requests are under way.
    public var requests = 0
    /// How long it took to answer, or was waited for, since the start.
    public var latency = LatencyHistogram()

    init(address: String) { self.address = address }

    /// The fields of the heartbeat.
    var fields: [String: String] {
        var fields = ["endpoint": address, "requests": String(requests), "latency": latency.description]
        if let pause { (fields["paused_until"], fields["pause_reason"]) = (String(pause.until), pause.reason) }
        return fields
    }
}
