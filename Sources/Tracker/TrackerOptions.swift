public import TrackerProtocol

/// How a tracker runs.
public struct TrackerOptions: Sendable {
    /// Where it listens.
    public var listen = ListenAddress(host: "127.0.0.1", port: 8089)
    /// The version that queries are checked against; nil to go by each query.
    public var version: ProtocolVersion?
    /// A file that every accepted query is appended to, one per line; nil for none.
    public var logfile: String?
    /// How long an answer is held back.
    public var delay = Duration.zero
    /// How it misbehaves.
    public var failures: [FailureRule] = []
    /// The seed of the draw of failures.
    public var seed: UInt64 = 0

    /// A tracker on port 8089 of the loopback interface, which accepts all versions and misbehaves never.
    public init() {}
}
