import Logging
import Lookups
import PluginAPI
import Queues
import RedisClient

/// What a forwarder does about messages whose items must be looked up: answers are fetched from Redis for a whole claim at
/// once, and what is not there is handed to a ``LookupDesk``, while the messages wait in `retry:`.
///
/// Waiting is no try, so the double-click stage sees a hit for the first time when it is resolved. Those of one reference
/// wait until the same moment, so they come to that stage together.
struct LookupStage {
    /// The shortest wait of a message: a look-up takes about so long.
    private static let shortest = Duration.seconds(1)

    /// The longest: an interface may be back before it said that it would.
    private static let longest = Duration.seconds(60)

    private let desk: LookupDesk
    private var inVain: [Lookup: InVain] = [:]

    /// A stage; nil when no service is looked up anywhere.
    /// - Throws: `CurlError` when libcurl cannot be used.
    init?(
        _ services: [String: ServiceLookups], userAgent: String, patience: LookupPatience, in context: WorkerContext
    ) throws {
        guard services.values.contains(where: { !$0.all.isEmpty }) else { return nil }
        desk = try LookupDesk(
            services, address: context.client.address, userAgent: userAgent, patience: patience, log: context.log)
    }

    /// Puts what Redis knows into the memory of the resolvers.
    /// - Returns: The questions that the resolvers can answer now, if only with that they cannot.
    /// - Throws: `RedisError`, `RedisClient.Stopped`.
    mutating func fetch(_ lookups: Set<Lookup>, _ client: RedisClient) throws -> Set<Lookup> {
        inVain = [:]
        var answered: Set<Lookup> = []
        for (lookup, answer) in try client.run({ try LookupCache($0).answers(to: Array(lookups)) }) {
            guard let memory = desk.services[lookup.service]?.asked(for: lookup.reference)?.memory else { continue }
            switch answer {
            case .found(let finding): memory.keep(finding, for: lookup.reference)
            case .unknown(let vain) where vain.next == nil: memory.giveUp(lookup.reference, vain.unresolved)
            case .unknown(let vain):
                inVain[lookup] = vain
                continue
            }
            answered.insert(lookup)
        }
        return answered
    }

    /// Forgets what cannot be resolved, once the messages in hand have been judged: somebody may have it retried.
    func forgetUnresolved() {
        for asked in desk.services.values.flatMap(\.all) { asked.memory.forgetUnresolved() }
    }

    /// Has a question asked, if it is time to.
    /// - Parameter now: The time of day.
    /// - Returns: How long its messages wait.
    func wait(for lookup: Lookup, at now: UTCTime) -> Duration {
        let vain = inVain[lookup]
        if let next = vain?.next, next > now {
            return max(.seconds(next.secondsSince1970 - now.secondsSince1970), LookupStage.shortest)
        }
        guard let due = desk.want(lookup, after: vain) else { return LookupStage.shortest }
        return min(max(ContinuousClock.now.duration(to: due), LookupStage.shortest), LookupStage.longest)
    }

    /// What the heartbeat says of it; nil: nothing waits.
    var state: String? { desk.state }

    /// Asks nothing any more.
    func end() { desk.end() }
}
