public import SupervisorClient

/// How everything stands at one moment: what the pages, the API and the metrics show.
public struct ConsoleSnapshot: Codable, Sendable, Equatable {
    /// When it was taken, in milliseconds since 1970.
    public var time = 0
    /// Why the supervisor does not answer; nil: it does.
    public var supervisorProblem: String?
    /// This machine's name in heartbeats.
    public var host = ""
    /// The processes of this machine's supervisor.
    public var processes: [ProcessReport] = []
    /// Resident memory of these processes in bytes, by their numbers.
    public var memory: [Int: Int] = [:]
    /// The groups that the configuration starts with the supervisor, and that it has been told to forget or not to take in yet.
    public var missing: [String] = []
    /// The Redis servers.
    public var servers: [ServerStatus] = []
    /// The workers of all machines that share these servers.
    public var workers: [WorkerStatus] = []
    /// The queues.
    public var queues: [QueueStatus] = []
    /// The newest failed messages by their reasons, the largest group of each queue first.
    public var failures: [FailureStatus] = []

    /// A snapshot that shows nothing.
    public init() {}

    /// A Redis server.
    public struct ServerStatus: Codable, Sendable, Equatable {
        /// Its name in `redis =`; "" for `[redis]`.
        public var name: String
        /// Why it does not answer; nil: it does.
        public var problem: String?
    }

    /// A worker instance, by its heartbeat.
    public struct WorkerStatus: Codable, Sendable, Equatable {
        /// The instance: `pirus2_0`.
        public var name: String
        /// The Redis that has its heartbeat.
        public var redis: String
        /// What it does.
        public var kind: String
        /// The machine.
        public var host: String
        /// Its process there.
        public var pid: Int
        /// What it is doing, in words: `running`, `paused until …`, `waiting: …`.
        public var state: String
        /// Messages dealt with since its start.
        public var done: Int
        /// Messages given up since its start.
        public var failed: Int
        /// Messages per second.
        public var rate: Double
        /// What went wrong last.
        public var lastError: String
        /// Its last sign of life, in seconds since 1970.
        public var beat: Int
        /// The queue that it takes messages from; nil: it takes none.
        public var queue: String?
        /// How many messages it holds.
        public var inFlight: Int
        /// When the oldest of these was claimed, in seconds since 1970; nil: it holds none, or does not say.
        public var oldestClaim: Int?
        /// Resident memory in bytes; nil: it runs on another machine.
        public var memory: Int?
        /// How the endpoint is that it sends to; nil: it sends to none.
        public var endpoint: EndpointStatus?
    }

    /// Failed messages of a queue that were given up for the same reason. Of a queue's failed messages only the newest are looked
    /// at.
    public struct FailureStatus: Codable, Sendable, Equatable {
        /// The queue.
        public var queue: String
        /// The Redis that has it.
        public var redis: String
        /// The reason, without what is quoted in it.
        public var reason: String
        /// How many of the newest failed messages.
        public var count: Int
        /// How many messages were looked at.
        public var seen: Int
        /// When the first of these was given up, as RFC 3339.
        public var first: String
        /// When the last was given up, as RFC 3339.
        public var last: String
        /// The whole reason of the oldest of them.
        public var example: String
    }

    /// A queue.
    public struct QueueStatus: Codable, Sendable, Equatable {
        /// Its name.
        public var name: String
        /// The Redis that has it.
        public var redis: String
        /// Messages that wait.
        public var depth: Int
        /// Messages that workers hold.
        public var inFlight: Int
        /// Messages that wait for another try.
        public var retry: Int
        /// When the next of these is due, in milliseconds since 1970; nil: there is none.
        public var nextRetry: Int?
        /// Messages that were given up.
        public var failed: Int
        /// Messages that wait on disks.
        public var spilled: Int
        /// By how many messages a second it becomes shorter; negative: longer. Smoothed over some seconds.
        public var drain: Double
        /// Seconds until it is empty if this goes on; nil: it does not become shorter.
        public var secondsToEmpty: Double?
        /// For how many seconds at least the message next to be taken has waited: since it was first seen there. Messages do
        /// not say when they were queued. Nil: none waits.
        public var headAge: Double?
        /// How many seconds ago the oldest of those that workers hold was claimed; nil: no worker says so.
        public var claimAge: Double?
    }
}
