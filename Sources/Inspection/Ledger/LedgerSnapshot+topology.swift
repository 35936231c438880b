public import Queues
public import RedisClient
public import Settings

extension LedgerSnapshot {
    /// All counters of a Redis and what its lists hold, with the ways that a configuration gives the lines.
    /// - Parameter redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    /// - Throws: `RedisError`.
    public init(_ configuration: Configuration, redis: String, _ connection: RedisConnection) throws {
        let topology = configuration.topology(ofRedis: redis)
        let branches = topology.branches.map { Branch(queue: $0, upstream: topology.upstream(of: $0)) }
        try self.init(of: branches, connection)
    }
}
