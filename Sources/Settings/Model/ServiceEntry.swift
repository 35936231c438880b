/// Where lines of a service come in that no worker takes in: those of imports, and those that are posted.
public struct ServiceEntry: Sendable, Equatable {
    /// The Redis, by its name in `redis =`; "" for `[redis]`.
    public let redis: String

    /// The queue that gets them.
    public let queue: String

    /// The longest line that is taken, in bytes.
    public let maxline: Int
}

extension Configuration {
    /// Where lines of a service come in: where those of its tails and subscribers do, or, where these push to several queues,
    /// at the first broker that gets the lines of all; without any in the queue `loglines`.
    /// - Parameter redis: A key of ``redis``; nil: that of the service's tails and subscribers.
    public func entry(of service: String, redis: String? = nil) -> ServiceEntry {
        func sources(_ redis: String) -> [(queue: String, maxline: Int)] {
            workers.filter { $0.redis == redis }.compactMap(\.job.source).filter { $0.service == service }
                .map { ($0.queue, $0.maxline) }
        }
        let redis = redis ?? self.redis.keys.sorted().first { !sources($0).isEmpty } ?? ""
        let own = sources(redis)
        let standard = TailSettings(pushto: "loglines", servicename: service, logfile: [])
        return ServiceEntry(
            redis: redis, queue: topology(ofRedis: redis).meeting(of: Set(own.map(\.queue))) ?? standard.pushto,
            maxline: own.map(\.maxline).max() ?? standard.maxline)
    }

    /// The services whose lines somebody knows what to do with: those of `[service_ID]` sections, of tails and of subscribers.
    public var knownServices: Set<String> {
        Set(services.keys).union(workers.compactMap(\.job.source?.service))
    }
}
