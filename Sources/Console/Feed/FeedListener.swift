import Dispatch
import Logging
import RedisClient
import Settings
import Synchronization
import Workers

/// Hears what publishers tell, on threads of its own: one for each Redis that a publisher uses, one for the clock.
final class FeedListener: Sendable {
    private let hub: FeedHub
    private let log: Logger
    private let stop = StopSignal()

    /// How long a thread waits without looking whether it is to end, and between attempts to connect.
    private static let patience = Duration.milliseconds(500)

    /// A listener that hears nothing yet.
    init(_ hub: FeedHub, log: Logger) { (self.hub, self.log) = (hub, log) }

    /// Begins to listen to the channels of the enabled publishers.
    /// - Parameter redis: The servers by their names in `redis =`.
    func begin(_ configuration: Configuration, redis: [String: RedisAddress]) {
        for (name, channels) in configuration.liveChannels {
            guard let address = redis[name] else { continue }
            DispatchQueue(label: "live channel").async { self.listen(address, channels.sorted()) }
        }
        DispatchQueue(label: "live clock").async {
            while self.stop.pause(.milliseconds(FeedHub.tick)) { self.hub.endTick() }
        }
    }

    /// Ends the threads; they may take a moment.
    func end() { stop.request() }

    private func listen(_ address: RedisAddress, _ channels: [String]) {
        let client = RedisClient(address, pause: stop.pause)
        var isAway = false
        while !stop.isRequested {
            do {
                try client.once { connection in
                    let subscription = try RedisSubscription(connection, to: channels)
                    if isAway { log.notice("Live events are heard again", metadata: ["redis": "\(address)"]) }
                    isAway = false
                    while !stop.isRequested { hub.take(try subscription.messages(upTo: Self.patience)) }
                }
            } catch {
                if !isAway { log.warning("Live events cannot be heard", metadata: ["reason": "\(error)"]) }
                isAway = true
                _ = stop.pause(Self.patience)
            }
        }
    }
}

extension Configuration {
    /// The channels of the enabled publishers, by the Redis.
    fileprivate var liveChannels: [String: Set<String>] {
        workers.reduce(into: [:]) { channels, worker in
            if case .publisher(let publisher) = worker.job {
                channels[worker.redis, default: []].insert(publisher.channel)
            }
        }
    }
}
