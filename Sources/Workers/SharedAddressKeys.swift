import Digests
import Logging
public import PluginAPI
import Queues
public import RedisClient
import Synchronization

/// A worker's keys for hashing addresses: fetched from Redis when they are first needed, kept no longer than Redis keeps
/// them, and compared anew after every outage of Redis, which may have forgotten them. While Redis is away it waits.
public final class SharedAddressKeys: Sendable {
    private struct Known {
        let key: [UInt8]
        /// When Redis forgets it; nil: never.
        let end: ContinuousClock.Instant?
        /// How many outages there had been when it was fetched.
        let outages: Int
    }

    /// Keys kept at once; an old log may have lines of years.
    private static let most = 1_000

    private let known = Mutex<[AddressKey: Known]>([:])
    private let address: RedisAddress
    private let stop: StopSignal
    private let outages: @Sendable () -> Int
    private let report: @Sendable (RedisClient.Event) -> Void

    /// The keys of a worker's Redis.
    public convenience init(_ context: WorkerContext) {
        let outages = context.outages
        self.init(
            context.client.address, stop: context.stop, outages: { outages.count }, report: { outages.report($0) })
    }

    /// The keys of a Redis.
    /// - Parameters:
    ///   - outages: How often it was away so far, as far as others have noticed.
    ///   - report: Told when it goes while a key is fetched, and when it is back.
    public init(
        _ address: RedisAddress, stop: StopSignal, outages: @escaping @Sendable () -> Int = { 0 },
        report: @escaping @Sendable (RedisClient.Event) -> Void
    ) {
        (self.address, self.stop, self.outages, self.report) = (address, stop, outages, report)
    }

    /// The key of a name.
    /// - Throws: `RedisClient.Stopped` when the worker is to end while it waits; `RedisError` when Redis refuses.
    public func key(_ name: AddressKey) throws -> [UInt8] {
        let before = outages()
        let old = known.withLock { $0[name] }
        let isOver = old?.end.map { $0 <= .now } ?? false
        if let old, !isOver, old.outages == before { return old.key }
        let found = try fetch(name, offering: isOver ? nil : old?.key)
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            let end = found.lifetime.map { ContinuousClock.now + $0 }
            known[name] = Known(key: found.key, end: end, outages: before)
        }
        return found.key
    }

    /// Asks Redis over a connection that is closed again: keys are asked for once in days.
    private func fetch(_ name: AddressKey, offering known: [UInt8]?) throws -> AddressKeys.Found {
        let client = RedisClient(address, pause: stop.pause, report: report)
        return try client.run { try AddressKeys.key(name, offering: known ?? RandomKeys.make(), $0) }
    }
}
