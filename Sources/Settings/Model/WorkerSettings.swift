/// One section that stands for processes: `[worker_X]`, `[logger_X]` or `[process_X]`.
public struct WorkerSettings: Sendable, Equatable {
    /// The section (`worker_pirus2`).
    public var section: String

    /// The name (`pirus2`), which `worker`, `status` and `logs` take.
    public var name: String

    /// What its processes do.
    public var job: Job

    /// How its processes are run.
    public var process: ProcessSettings

    /// The Redis it works with: a key of ``Configuration/redis``.
    public var redis = ""

    /// Where its section begins.
    public var origin: Origin

    /// Where each of its keys was written.
    public var origins: [String: Origin]

    /// A section that stands for processes.
    public init(
        section: String, name: String, job: Job, process: ProcessSettings, redis: String = "", origin: Origin,
        origins: [String: Origin] = [:]
    ) {
        self.section = section
        self.name = name
        self.job = job
        self.process = process
        self.redis = redis
        self.origin = origin
        self.origins = origins
    }

    /// Whether two sections run the same processes; where they are written does not matter, so that a comment put above
    /// one restarts nothing.
    public static func == (first: Self, second: Self) -> Bool {
        first.section == second.section && first.name == second.name && first.job == second.job
            && first.process == second.process && first.redis == second.redis
    }

    /// The name of one of its processes: `pirus2_0`, also when there is only one.
    public func instance(_ number: Int) -> String { "\(name)_\(number)" }
}

/// What the processes of a section do.
public enum Job: Sendable, Equatable {
    /// An outside program (`[process_X]`, `command =`); the command is to be expanded
    /// (``WorkerSettings/expanded(_:instance:directory:)``).
    case program(command: String)

    /// Follows log files into a queue.
    case tail(TailSettings)

    /// Copies a queue to several.
    case broker(BrokerSettings)

    /// Sends OpenURLs to a tracker.
    case pirus2(ForwarderSettings)

    /// Writes a queue to a file.
    case file(FileLoggerSettings)

    /// Writes what a queue's messages say into a statistics store.
    case recorder(RecorderSettings)

    /// Publishes what a queue's messages say to browsers.
    case publisher(PublisherSettings)

    /// Takes metrics as StatsD does.
    case statsd(StatsDSettings)

    /// Counts a queue's messages into metrics.
    case graphite(GraphiteSettings)

    /// Takes action lines over TCP.
    case actions(ActionsSettings)

    /// Takes lines from ZeroMQ's senders into a queue.
    case zeromq(ZeroMQSettings)

    /// Shows all this to people and programs over HTTP.
    case console(ConsoleSettings)

    /// What `kind =` calls it; `program` for an outside program.
    public var kind: String {
        switch self {
        case .program: "program"
        case .tail: "tail"
        case .broker: "broker"
        case .pirus2: "pirus2"
        case .file: "file"
        case .recorder: "recorder"
        case .publisher: "publisher"
        case .statsd: "statsd"
        case .graphite: "graphite"
        case .actions: "actions"
        case .zeromq: "zeromq"
        case .console: "console"
        }
    }

    /// The queue it takes messages from, if it does.
    public var listento: String? {
        switch self {
        case .program, .tail, .statsd, .actions, .zeromq, .console: nil
        case .broker(let settings): settings.listento
        case .pirus2(let settings): settings.listento
        case .file(let settings): settings.listento
        case .recorder(let settings): settings.listento
        case .publisher(let settings): settings.listento
        case .graphite(let settings): settings.listento
        }
    }
}

extension Job {
    /// The queue that it fills with what comes from outside, if it does.
    public var entry: String? {
        switch self {
        case .tail(let settings): settings.pushto
        case .actions(let settings): settings.pushto
        case .zeromq(let settings): settings.pushto
        default: nil
        }
    }

    /// Whose lines it takes in from outside, the queue that gets them, and the longest in bytes; nil: it takes none.
    public var source: (service: String, queue: String, maxline: Int)? {
        switch self {
        case .tail(let settings): (settings.servicename, settings.pushto, settings.maxline)
        case .zeromq(let settings): (settings.servicename, settings.pushto, settings.maxline)
        default: nil
        }
    }

    /// The queue in whose failed list it puts what it gives up, if it does.
    public var failing: String? {
        entry ?? listento
    }
}

/// `kind = tail`.
public struct TailSettings: Sendable, Equatable {
    /// Where a file that has no checkpoint is begun.
    public enum Start: String, Sendable, CaseIterable {
        /// At its end: only what comes from now on.
        case end
        /// At its beginning.
        case beginning
    }

    /// The queue that gets the lines.
    public var pushto: String
    /// The service that the messages carry.
    public var servicename: String
    /// Paths of the files, absolute, with glob patterns.
    public var logfile: [String]
    /// Where a file without checkpoint is begun.
    public var start = Start.end
    /// The longest line taken, in bytes.
    public var maxline = 65_536

    /// A tail of files into a queue.
    public init(pushto: String, servicename: String, logfile: [String]) {
        self.pushto = pushto
        self.servicename = servicename
        self.logfile = logfile
    }
}

/// `kind = broker`.
public struct BrokerSettings: Sendable, Equatable {
    /// The queue that messages are taken from.
    public var listento: String
    /// The queues that each get every message.
    public var fanout: [String]
    /// Whether a full queue does not hold up the others: what is for it waits on disk.
    public var isolate: Bool

    /// A broker.
    public init(listento: String, fanout: [String], isolate: Bool = false) {
        self.listento = listento
        self.fanout = fanout
        self.isolate = isolate
    }
}

/// `kind = file`.
public struct FileLoggerSettings: Sendable, Equatable {
    /// The queue that messages are taken from.
    public var listento: String
    /// The file that lines are appended to, absolute.
    public var logfile: String

    /// A file logger.
    public init(listento: String, logfile: String) {
        self.listento = listento
        self.logfile = logfile
    }
}

/// `kind = console`.
public struct ConsoleSettings: Sendable, Equatable {
    /// Where it listens; nil: at the place that `[supervisor]` names.
    public var listen: HostPort?
    /// Host names that it is called by, besides localhost and where it listens; none, and another address than loopback: any.
    public var hosts: [String] = []
    /// The file of those who may log in beside the operator of `[supervisor]`, absolute; empty: there are none.
    public var users = ""
    /// The TLS certificate's file, absolute; empty: no TLS.
    public var certificate = ""
    /// The TLS key's file, absolute.
    public var key = ""
    /// Seconds that posted lines wait for room in a full queue, or for Redis.
    public var ingestWait = 20
    /// Where those who speak Moksha's WebSocket are listened to, who do not log in; nil: nowhere.
    public var moksha: HostPort?

    /// The defaults.
    public init() {}
}

/// `kind = pirus2`.
public struct ForwarderSettings: Sendable, Equatable {
    /// The protocols that trackers speak (usage-protocols.md, section 1).
    public enum TrackerProtocol: String, Sendable, CaseIterable {
        /// The PIRUS2 daemon's of 2010.
        case pirus2
        /// IRUS, release 4: downloads only.
        case irusR4 = "irus-r4"
        /// IRUS, release 5: Requests and Investigations.
        case irusR5 = "irus-r5"
    }

    /// How the client's address is written in `req_id`.
    public enum RequesterID: String, Sendable, CaseIterable {
        /// `192.0.2.44`.
        case bare
        /// `urn:ip:192.0.2.44`.
        case urn
    }

    /// What is done about a message that was sent by a worker that died, so that no answer is known.
    public enum OnDoubt: String, Sendable, CaseIterable {
        /// It is sent again: the tracker may get it twice.
        case resend
        /// It is given up, and people decide: the tracker gets it once at most.
        case hold
    }

    /// The queue that messages are taken from.
    public var listento: String
    /// The tracker's address, to which `?` and the OpenURL are added.
    public var endpointURL: String
    /// The keys, their order and escapes.
    public var trackerProtocol = TrackerProtocol.irusR5
    /// How `req_id` is written; nil: as the protocol has it.
    public var requesterID: RequesterID?
    /// `url_ver`.
    public var urlVersion = "Z39.88-2004"
    /// `rfr_id`; empty: the host of the service's `base_url` (IRUS), or the service's name (PIRUS2).
    public var referrerID = ""
    /// The statuses that mean the tracker took the event.
    public var success: Set<Int> = [200]
    /// Seconds that one request may take.
    public var timeout = 60.0
    /// Requests in flight at once, per process.
    public var concurrency = 8
    /// Seconds between the starts of two requests, per process; 0: no limit.
    public var ratelimit = 0.0
    /// How often a message is tried before it is given up.
    public var maxtries = 10
    /// Seconds before the second try; doubled for each further one.
    public var retrybase = 1.0
    /// The longest pause, in seconds, while the endpoint as a whole fails.
    public var pauseonfail = 300.0
    /// The queue that gets what was sent; nil: nobody.
    public var successQueue: String?
    /// The queue that gets what is not for the tracker; nil: nobody.
    public var otherQueue: String?
    /// What is done about messages that may have been sent.
    public var onDoubt = OnDoubt.resend
    /// A proxy's address; empty: none.
    public var proxy = ""
    /// A file with the certificates to trust; empty: the system's.
    public var caFile = ""
    /// The plugin for services that name none (the original's `repository_plugin`); empty: none.
    public var repositoryPlugin = ""

    /// A forwarder to a tracker.
    public init(listento: String, endpointURL: String) {
        self.listento = listento
        self.endpointURL = endpointURL
    }
}
