/// The names of the Redis keys (design, section 4). People read them with redis-cli: they are part of the contract.
public enum QueueKeys {
    /// What a worker instance has claimed and not settled.
    public static func temp(_ worker: String) -> String { "temp:\(worker)" }

    /// Messages of a queue that wait for another try.
    public static func retry(_ queue: String) -> String { "retry:\(queue)" }

    /// Messages of a queue that were given up.
    public static func failed(_ queue: String) -> String { "failed:\(queue)" }

    /// A worker instance's heartbeat.
    public static func worker(_ worker: String) -> String { "worker:\(worker)" }

    /// How far a tailed file has been read.
    public static func checkpoint(host: String, path: String) -> String { "checkpoint:\(host):\(path)" }

    /// How much of a logger's file has been acknowledged.
    public static func written(host: String, path: String) -> String { "written:\(host):\(path)" }

    /// How much of a spill has been acknowledged, and how much of it has come back. The path is that of its folder.
    public static func spill(host: String, path: String) -> String { "\(spill)\(host):\(path)" }

    /// What the keys of spills begin with.
    static let spill = "spill:"

    /// Every worker instance that takes messages from a queue: its name and the queue's. It outlives heartbeats, so that
    /// what a vanished worker held can be given back.
    public static let registry = "workers"
}
