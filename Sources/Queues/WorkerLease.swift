import Glibc
public import RedisClient

/// A worker instance's name in Redis: `worker:WORKER`, a hash that expires unless it is renewed. Who has the name owns
/// `temp:WORKER`.
public struct WorkerLease: Sendable {
    /// Seconds after which a worker that no longer beats is taken for dead.
    public static let expiry = 30

    /// The name is somebody else's, who lives or has not been missing long enough to be taken for dead.
    public struct Taken: Error, CustomStringConvertible {
        /// Who has it, in one line.
        public let description: String

        /// Who has it and when he was heard last: he lives if this changes.
        public let sign: String
    }

    /// The worker instance.
    public let worker: String

    private let host: String
    private let token: String
    private let queue: String?

    /// A lease of this process.
    /// - Parameters:
    ///   - queue: The queue that the worker takes messages from, if it does.
    ///   - host: This machine's name.
    public init(worker: String, queue: String?, host: String) {
        self.worker = worker
        self.queue = queue
        self.host = host
        token = "\(host):\(getpid()):\(UInt64.random(in: .min ... .max))"
    }

    /// Takes the name. That of a process of this machine that has ended is taken over at once, without waiting for its
    /// expiry.
    /// - Throws: ``Taken``, ``RedisError``.
    public func acquire(_ connection: RedisConnection, fields: [String: String]) throws {
        try register(connection)
        try take(connection, fields: fields)
    }

    /// Renews the name and stores what the worker says of itself.
    /// - Throws: ``Taken`` when another process has the name by now, ``RedisError``.
    public func renew(_ connection: RedisConnection, fields: [String: String]) throws {
        // A Redis that was restarted may have forgotten that we took the name from a process that had ended.
        try take(connection, fields: fields)
        try register(connection)
    }

    /// Gives the name up.
    /// - Throws: ``RedisError``.
    public func leave(_ connection: RedisConnection) throws {
        let keys = [QueueKeys.worker(worker), QueueKeys.temp(worker), QueueKeys.registry]
        _ = try connection.run(QueueScripts.leave, keys: keys) { command in
            command.append(token)
            command.append(worker)
        }
    }

    private func take(_ connection: RedisConnection, fields: [String: String]) throws {
        var holder = try beat(connection, fields: fields, replacing: "")
        if holder["host"] == host, let pid = holder["pid"].flatMap(pid_t.init), !WorkerLease.isAlive(pid) {
            holder = try beat(connection, fields: fields, replacing: holder["token"] ?? "")
        }
        try refuse(holder)
    }

    private func register(_ connection: RedisConnection) throws {
        if let queue { try connection.run(RedisCommand("HSET", QueueKeys.registry, worker, queue)) }
    }

    private func beat(
        _ connection: RedisConnection, fields: [String: String], replacing other: String
    ) throws -> [String: String] {
        try connection.run(QueueScripts.beat, keys: [QueueKeys.worker(worker)], reserving: 512) { command in
            command.append(token)
            command.append(other)
            command.append(WorkerLease.expiry)
            for (field, value) in fields.merging(["host": host, "pid": String(getpid())], uniquingKeysWith: { $1 }) {
                command.append(field)
                command.append(value)
            }
        }.fields
    }

    private func refuse(_ holder: [String: String]) throws {
        guard !holder.isEmpty else { return }
        let pid = holder["pid"] ?? "?"
        let other = holder["host"] ?? "?"
        let advice = other == host ? "" : "; hosts that share a Redis each need an identifier in [supervisor]"
        throw Taken(
            description: "\(worker) is already running: pid \(pid) on \(other)\(advice)",
            sign: "\(holder["token"] ?? "") \(holder["beat"] ?? "")")
    }

    /// Whether a process of this machine lives. One that has ended may keep its number for long where nobody asks how it
    /// ended, as the first process of many containers does not.
    private static func isAlive(_ pid: pid_t) -> Bool {
        guard kill(pid, 0) == 0 || errno == EPERM else { return false }
        guard let file = fopen("/proc/\(pid)/stat", "r") else { return true }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 512)
        let count = fread(&text, 1, text.count, file)
        // `PID (NAME) STATE …`, where the name may hold anything.
        guard let end = text[..<count].lastIndex(of: UInt8(ascii: ")")), end + 2 < count else { return true }
        return text[end + 2] != UInt8(ascii: "Z") && text[end + 2] != UInt8(ascii: "X")
    }
}
