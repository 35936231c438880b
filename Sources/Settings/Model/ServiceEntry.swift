/// Where lines of a service come in that no tail reads: those of imports, and those that are posted.
public struct ServiceEntry: Sendable, Equatable {
    /// The Redis, by its name in `redis =`; "" for `[redis]`.
    public let redis: String

    /// The queue that gets them.
    public let queue: String

    /// The longest line that is taken, in bytes.
    public let maxline: Int
}

extension Configuration {
    /// Where lines of a service come in: where those of its tails do, or, where these push to several queues, at the first
    /// broker that gets the lines of all; without a tail in the queue `loglines`.
    /// - Parameter redis: A key of ``redis``; nil: that of the service's tails.
    public func entry(of service: String, redis: String? = nil) -> ServiceEntry {
        func tails(_ redis: String) -> [TailSettings] {
            workers.compactMap { worker in
                guard worker.redis == redis, case .tail(let tail) = worker.job, tail.servicename == service else {
                    return nil
                }
                return tail
            }
        }
        let redis = redis ?? self.redis.keys.sorted().first { !tails($0).isEmpty } ?? ""
        let own = tails(redis)
        let standard = TailSettings(pushto: "loglines", servicename: service, logfile: [])
        return ServiceEntry(
            redis: redis, queue: topology(ofRedis: redis).meeting(of: Set(own.map(\.pushto))) ?? standard.pushto,
            maxline: own.map(\.maxline).max() ?? standard.maxline)
    }

    /// The services whose lines somebody knows what to do with: those of `[service_ID]` sections and of tails.
    public var knownServices: Set<String> {
        workers.reduce(into: Set(services.keys)) { known, worker in
            if case .tail(let tail) = worker.job { known.insert(tail.servicename) }
        }
    }
}
