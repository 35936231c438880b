/// Everything that `loglines.cfg` and the enabled worker files say, checked and typed.
public struct Configuration: Sendable, Equatable {
    /// The directory of `loglines.cfg`, absolute; relative paths are relative to it and stand here resolved.
    public var directory: String

    /// The supervisor's own settings.
    public var supervisor = SupervisorSettings()

    /// The Redis servers by the name a worker gives in `redis =`; the one of section `[redis]` has the name "".
    public var redis: [String: RedisSettings] = ["": RedisSettings()]

    /// The repositories by their ID.
    public var services: [String: ServiceSettings] = [:]

    /// Every process of `loglines.cfg` and `workers_enabled/`, by priority, then by name.
    public var workers: [WorkerSettings] = []

    /// An empty configuration of a directory.
    public init(directory: String) {
        self.directory = directory
    }

    /// Which way messages go between the queues of a Redis: a key of ``redis``.
    public func topology(ofRedis redis: String) -> Topology { Topology(workers, redis: redis) }

    /// Where a console listens.
    public func listen(of console: ConsoleSettings) -> HostPort {
        console.listen ?? HostPort(host: supervisor.host, port: supervisor.port)
    }

    /// The worker of a name.
    public func worker(named name: String) -> WorkerSettings? {
        workers.first { $0.name == name }
    }
}

/// `[supervisor]`.
public struct SupervisorSettings: Sendable, Equatable {
    /// The host that the console listens on.
    public var host = "127.0.0.1"

    /// The console's port.
    public var port = 9001

    /// The operator's name.
    public var username = "loglines"

    /// The operator's password; empty: one is made at first start and kept in `run/`.
    public var password = ""

    /// Put before worker names in Redis; needed when several hosts share one Redis.
    public var identifier = ""

    /// The file that keeps what the supervisor tells; empty: `logs/supervisor.log`.
    public var logfile = ""

    /// The size in bytes at which it is rotated; 0: never.
    public var logfileMaxbytes = 50 << 20

    /// How many rotated files are kept.
    public var logfileBackups = 10

    /// The defaults.
    public init() {}
}

/// `[redis]` or `[redis_NAME]`.
public struct RedisSettings: Sendable, Equatable {
    /// The server's host name or address.
    public var host = "127.0.0.1"

    /// The server's TCP port.
    public var port = 6379

    /// The number of the database.
    public var db = 0

    /// The user for AUTH; empty: the default user.
    public var username = ""

    /// The password for AUTH; empty: none is sent.
    public var password = ""

    /// The path of a unix socket, used instead of host and port when not empty.
    public var unixsocket = ""

    /// Seconds to wait for the server's answer.
    public var timeout = 5.0

    /// How many messages a queue may have before those who fill it wait; 0: no limit.
    public var maxlength = 1_000_000

    /// How many records a failed list may have before the oldest go; 0: no limit.
    public var failedMaxlength = 0

    /// After how many days a failed list's records go; 0: never.
    public var failedMaxage = 0.0

    /// Sentinels to ask for the server, instead of host and port; none: they are not asked.
    public var sentinels: [HostPort] = []

    /// What the Sentinels call the server.
    public var master = ""

    /// The user for AUTH at the Sentinels; empty: the default user.
    public var sentinelUsername = ""

    /// The password for AUTH at the Sentinels; empty: none is sent.
    public var sentinelPassword = ""

    /// How many replicas must have a change before it counts; 0: none.
    public var minReplicas = 0

    /// The defaults.
    public init() {}
}

/// `[service_ID]`: one repository.
public struct ServiceSettings: Sendable, Equatable {
    /// The ID.
    public var id: String

    /// The name of the parser plugin; empty: that of each worker's `repository_plugin`.
    public var plugin: String

    /// What becomes of double clicks.
    public enum DoubleClicks: Sendable, Equatable {
        /// They are sent like all uses: IRUS does away with them itself.
        case sent
        /// They are kept back. A line may come so many seconds late, and still decides on one before it.
        case keptBack(grace: Double)

        /// `yes`: enough for a web server that buffers its log, and for a worker that was killed and is back.
        public static let standard = DoubleClicks.keptBack(grace: 10)

        /// The seconds that a line may come late; nil when double clicks are not looked for.
        public var grace: Double? { if case .keptBack(let grace) = self { grace } else { nil } }
    }

    /// What becomes of double clicks.
    public var doubleClicks = DoubleClicks.sent

    /// Where it is looked up which items the identifiers of log lines stand for; nil: they stand for themselves.
    public var resolver: LookupPlace?

    /// Where items' citations are looked up, for PIRUS2; nil: nowhere.
    public var metadata: LookupPlace?

    /// What those must show who post its lines; empty: they are taken from this machine only.
    public var ingestToken = ""

    /// What those must show, one of them, who fetch its COUNTER reports; none: nobody may.
    public var counterKeys: [String] = []

    /// The file that tells where clients are; empty: nobody asks.
    public var geoip = ""

    /// Of how many hits within an hour a place must be to be told to browsers; of fewer they are told the country. 1: of any.
    public var anonymity = 1

    /// What COUNTER reports tell of it.
    public var reports = ServiceReports()

    /// The other keys, for the plugin to read.
    public var options: [String: String]

    /// Where its section begins.
    public var origin: Origin

    /// Where each key was written.
    public var origins: [String: Origin]

    /// A repository.
    public init(
        id: String, plugin: String, options: [String: String] = [:],
        origin: Origin = Origin(file: "loglines.cfg", line: 1), origins: [String: Origin] = [:]
    ) {
        self.id = id
        self.plugin = plugin
        self.options = options
        self.origin = origin
        self.origins = origins
    }

    /// Whether two say the same; where they are written does not matter.
    public static func == (first: Self, second: Self) -> Bool {
        first.id == second.id && first.plugin == second.plugin && first.options == second.options
            && first.doubleClicks == second.doubleClicks && first.resolver == second.resolver
            && first.metadata == second.metadata && first.ingestToken == second.ingestToken
            && first.counterKeys == second.counterKeys && first.geoip == second.geoip
            && first.anonymity == second.anonymity && first.reports == second.reports
    }
}

/// The place in a file where a value was written.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// The file, relative to the configuration's directory where it lies below it.
    public var file: String

    /// The line, counted from 1.
    public var line: Int

    /// A place in a file.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `workers_available/pirus2.conf:3`.
    public var description: String { "\(file):\(line)" }
}
