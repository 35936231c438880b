public import RedisClient
public import Settings
public import SupervisorClient

/// What the console's pages and interfaces are given.
public struct ConsoleServices: Sendable {
    /// What the configuration says, as it was when the console started.
    public let configuration: Configuration
    /// The Redis servers by their names in `redis =`.
    public let redis: [String: RedisAddress]
    /// Asks the supervisor.
    public let supervisor: ControlClient
    /// How everything stands.
    public let state: ConsoleState
    /// Those who may log in.
    public let users: Users
    /// Those who are logged in.
    public let sessions: Sessions
    /// Slows guessing down.
    public let throttle: LoginThrottle
    /// Who did what.
    public let audit: AuditLog
    /// What the console may be called by.
    public let hosts: HostNames
    /// Whether the console speaks TLS.
    public let isSecure: Bool
    /// How long posted lines wait for room in a queue, or for Redis.
    public let ingestWait: Duration
    /// The program's version.
    public let version: String

    /// The services of one console.
    public init(
        configuration: Configuration, redis: [String: RedisAddress], supervisor: ControlClient, state: ConsoleState,
        users: Users, sessions: Sessions, throttle: LoginThrottle, audit: AuditLog, hosts: HostNames,
        isSecure: Bool, ingestWait: Duration, version: String
    ) {
        self.configuration = configuration
        self.redis = redis
        self.supervisor = supervisor
        self.state = state
        self.users = users
        self.sessions = sessions
        self.throttle = throttle
        self.audit = audit
        self.hosts = hosts
        self.isSecure = isSecure
        self.ingestWait = ingestWait
        self.version = version
    }
}
