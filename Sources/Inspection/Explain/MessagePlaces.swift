import Lookups
import PluginAPI
import Queues
public import RedisClient
public import Settings
import Tailing

/// The places of a site where a message may be. Where Redis is away there is nothing to be found, and that is said.
public final class MessagePlaces {
    /// Why Redis could not be asked; nil when it could.
    public private(set) var outage: String?

    private let connection: RedisConnection?
    private let queues: [String]

    /// The places of a configuration's Redis.
    /// - Parameter redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    public init(_ configuration: Configuration, redis: String) {
        queues = configuration.topology(ofRedis: redis).queuesInOrder
        do {
            guard let settings = configuration.redis[redis] else {
                throw RedisError.refused("loglines.cfg: there is no [redis_\(redis)] section")
            }
            connection = try RedisConnection(RedisAddress(settings))
        } catch {
            connection = nil
            outage = "\(error)"
        }
    }

    /// The places of a configuration's Redis, to which there is a connection already.
    public init(_ configuration: Configuration, redis: String, _ connection: RedisConnection) {
        queues = configuration.topology(ofRedis: redis).queuesInOrder
        self.connection = connection
    }

    /// Finds messages wherever they are.
    /// - Throws: `RedisError`.
    func find(_ isWanted: (MessageEnvelope) -> Bool) throws -> [MessageSearch.Found] {
        guard let connection else { return [] }
        // Also where somebody has moved it to.
        let others = try QueueInspector(connection).overview(of: []).map(\.name).filter { !queues.contains($0) }
        return try MessageSearch(connection).messages(in: queues + others, where: isWanted)
    }

    /// How many messages brokers keep on disk.
    /// - Throws: `RedisError`.
    func spilled() throws -> Int {
        guard let connection else { return 0 }
        return try QueueInspector(connection).overview(of: queues).reduce(0) { $0 + $1.spilled }
    }

    /// What the double-click stage of a queue knows of a hit; nil when that cannot be asked.
    /// - Throws: `RedisError`.
    func finding(_ click: Click, _ message: LogMessage, queue: String) throws -> ClickLookup.Finding? {
        guard let connection, let id = message.id else { return nil }
        return try ClickLookup(connection, queue: queue).finding(click, id: id)
    }

    /// What is known of a look-up; nil when nothing is, or nobody can be asked.
    /// - Throws: `RedisError`.
    func answer(to lookup: Lookup) throws -> LookupAnswer? {
        try connection.flatMap { try LookupCache($0).answers(to: [lookup])[lookup] }
    }

    /// Brings what Redis knows of a look-up to those who are asked.
    /// - Returns: Why that is nothing; nil when it is an answer.
    func recall(_ lookup: Lookup, for lookups: ServiceLookups) -> String? {
        guard let memory = lookups.asked(for: lookup.reference)?.memory else { return "cannot be looked up" }
        do {
            switch try answer(to: lookup) {
            case .found(let finding): memory.keep(finding, for: lookup.reference)
            case .unknown(let vain) where vain.next == nil: memory.giveUp(lookup.reference, vain.unresolved)
            case .unknown(let vain): return "waits for another look-up of \(lookup.reference); so far: \(vain.reason)"
            case nil: return "waits for a look-up of \(lookup.reference)"
            }
            return nil
        } catch {
            return "waits for a look-up of \(lookup.reference) (\(error))"
        }
    }

    /// Which file a generation was imported from, and for which service; nil: it was not imported.
    /// - Throws: `RedisError`.
    func importedFile(of generation: some StringProtocol) throws -> (path: String, service: String)? {
        guard let connection else { return nil }
        let found = try QueueInspector(connection).imports().first { $0["generation"] ?? "" == generation }
        return found.flatMap { fields in fields["path"].flatMap { path in fields["service"].map { (path, $0) } } }
    }

    /// For which service a file was imported last; nil: it was not imported.
    /// - Throws: `RedisError`.
    func importedFile(path: String) throws -> String? {
        guard let connection else { return nil }
        return try QueueInspector(connection).imports().last { $0["path"] == path }?["service"]
    }

    /// How far each followed file has been read.
    /// - Throws: `RedisError`.
    func checkpoints() throws -> [(path: String, checkpoint: Checkpoint)] {
        guard let connection else { return [] }
        return try QueueInspector(connection).checkpoints().compactMap { path, fields in
            do {
                return (path, try Checkpoint(fields: fields))
            } catch is DamagedCheckpoint {
                // The tail reports it; it helps to find nothing.
                return nil
            }
        }
    }
}
