public import PluginAPI

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

    /// What became of a service's lines: a hash of counters.
    public static func ledger(_ service: String) -> String { "ledger:\(service)" }

    /// Recent hits of one identity, for double clicks.
    public static func clicks(_ service: String, _ name: String) -> String { "clicks:\(service):\(name)" }

    /// A key that a service's clients are hashed with: `anonymise:SERVICE:2024-06-15+1`, the first day it holds for and how
    /// many; or the one that tells clients apart for double clicks.
    public static func addressKey(_ key: AddressKey) -> String {
        guard let period = key.period else { return "anonymise:\(key.service):clients" }
        return "anonymise:\(key.service):\(UTCTime(secondsSince1970: period.start).rfc3339.prefix(10))+\(period.days)"
    }

    /// Which workers hold messages of a queue whose hits they have not recorded yet, and since when (ms), for double clicks.
    public static func claimed(_ queue: String) -> String { "claimed:\(queue)" }

    /// How much of a spill has been acknowledged, and how much of it has come back. The path is that of its folder.
    public static func spill(host: String, path: String) -> String { "\(spill)\(host):\(path)" }

    /// How much of a posted body has been taken.
    public static func ingest(service: String, _ name: String) -> String { "ingest:\(service):\(name)" }

    /// Which message a ZeroMQ worker has pushed last.
    public static func subscription(_ worker: String) -> String { "zeromq:\(worker)" }

    /// What the keys of lists begin with that hold no messages: the newest values of actions and of metrics.
    static let histories = ["actions:", "metrics:"]

    /// What the keys of spills begin with.
    static let spill = "spill:"

    /// Every worker instance that takes messages from a queue: its name and the queue's. It outlives heartbeats, so that
    /// what a vanished worker held can be given back.
    public static let registry = "workers"
}
