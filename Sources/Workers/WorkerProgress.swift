import Synchronization
import Telemetry

/// What a worker says of itself in its heartbeat. Written by the worker's thread, read by the heartbeat's.
public final class WorkerProgress: Sendable {
    /// The progress at one moment.
    public struct Snapshot: Sendable, Equatable {
        /// What the worker is doing, in words.
        public var state = "starting"
        /// Messages dealt with since the start.
        public var done = 0
        /// Messages given up since the start.
        public var failed = 0
        /// What went wrong last.
        public var lastError = ""
        /// When what it holds was claimed: `TIME:COUNT …`, seconds since 1970, the oldest first.
        public var claims = ""
        /// How the endpoint is that it sends to; nil: it sends to none.
        public var endpoint: EndpointProgress?
    }

    private let values = Mutex(Snapshot())

    /// The progress of a worker that starts.
    public init() {}

    /// The progress now.
    public var snapshot: Snapshot { values.withLock { $0 } }

    /// Says what the worker is doing.
    public func state(_ state: String) { values.withLock { $0.state = state } }

    /// Counts messages.
    public func count(done: Int = 0, failed: Int = 0) {
        values.withLock {
            $0.done += done
            $0.failed += failed
        }
    }

    /// Says when what it holds was claimed.
    public func claims(_ claims: String) { values.withLock { $0.claims = claims } }

    /// Says which endpoint it sends to.
    public func endpoint(_ address: String) { values.withLock { $0.endpoint = EndpointProgress(address: address) } }

    /// Says how the endpoint is.
    public func endpoint(pause: EndpointProgress.Pause?, requests: Int) {
        values.withLock {
            $0.endpoint?.pause = pause
            $0.endpoint?.requests = requests
        }
    }

    /// Says how long the endpoint took for each of some requests, in seconds.
    public func latencies(_ seconds: some Sequence<Double>) {
        values.withLock { for seconds in seconds { $0.endpoint?.latency.add(seconds) } }
    }

    /// Says what went wrong.
    public func error(_ text: String) { values.withLock { $0.lastError = text } }
}
