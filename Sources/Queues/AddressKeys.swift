public import PluginAPI
public import RedisClient

/// The keys that clients' addresses are hashed with, in Redis, so that all processes and hosts hash alike.
///
/// A key of a period vanishes a day after the period is over: then nobody can tell any more whose hash it was. The day is for
/// lines that come late or are tried again. Lines of a past period get a key that vanishes a day after it was made.
public enum AddressKeys {
    /// A key as it is in Redis.
    public struct Found: Sendable {
        /// Its bytes.
        public let key: [UInt8]

        /// For how long it will be there; nil: it stays.
        public let lifetime: Duration?
    }

    /// How long a key outlives its period, in seconds.
    static let grace: Int64 = 86_400

    /// The key of a name; the one that is offered when there is none yet.
    /// - Throws: ``RedisError``.
    public static func key(
        _ name: AddressKey, offering key: [UInt8], _ connection: RedisConnection
    ) throws -> Found {
        var command = RedisCommand("SET", QueueKeys.addressKey(name))
        command.append(key)
        command.append("NX")
        if let period = name.period {
            let time = try connection.run(RedisCommand("TIME")).elements.first?.integer ?? 0
            command.append("EX")
            command.append(Int(max(period.end - Int64(time), 0) + grace))
        }
        // Answers nothing when there was one; it may have vanished before the look at it, and then this one is taken.
        while true {
            _ = try connection.run(command)
            if let found = try find(name, connection) { return found }
        }
    }

    /// The key of a name; nil when there is none.
    /// - Throws: ``RedisError``.
    public static func find(_ name: AddressKey, _ connection: RedisConnection) throws -> Found? {
        let lifetime = try connection.run(RedisCommand("PTTL", QueueKeys.addressKey(name))).integer ?? -2
        guard let key = try connection.run(RedisCommand("GET", QueueKeys.addressKey(name))).bytes else { return nil }
        return Found(key: key, lifetime: lifetime < 0 ? nil : .milliseconds(lifetime))
    }
}
