import LiveFeed
public import RedisClient

/// Publishes a recorded stretch once more, at the pace in which it happened or faster. Logs know whole seconds: the hits of each
/// are spread over it.
public struct Replay {
    /// How far it has come.
    public struct Progress: Sendable, Equatable {
        /// Hits that were published.
        public var events = 0
        /// The time of the first one, in milliseconds since 1970.
        public var first: Int64?
        /// The time of the last one.
        public var last: Int64?
        /// How many connections got the last one: consoles.
        public var listeners = 0
    }

    /// How often hits are published at most.
    private static let slice = Duration.milliseconds(20)

    private let client: RedisClient
    private let channel: String
    private let stop: StopSignal
    private var pace: ReplayPace
    private let began = ContinuousClock.now

    /// How far it has come.
    public private(set) var progress = Progress()

    /// A replay that has not begun.
    /// - Parameters:
    ///   - channel: Where browsers' hits are published.
    ///   - stop: Ends it at any moment.
    public init(_ client: RedisClient, channel: String, pace: ReplayPace, stop: StopSignal) {
        (self.client, self.channel, self.pace, self.stop) = (client, channel, pace, stop)
    }

    /// Publishes all that a source has.
    /// - Parameter moved: Told now and then how far it has come.
    /// - Returns: Whether it came to the end; if not, it was stopped.
    /// - Throws: `RedisError`, and what the source throws.
    public mutating func run(_ source: any ReplaySource, moved: (Progress) -> Void) throws -> Bool {
        var (second, events): (Int64, [LiveEvent]) = (.min, [])
        while !stop.isRequested {
            let event = try source.next()
            if let event, event.time / 1_000 <= second {
                events.append(event)
                continue
            }
            guard try publish(events, of: second, moved) else { return false }
            guard let event else { return true }
            (second, events) = (event.time / 1_000, [event])
        }
        return false
    }

    /// Publishes the hits of one second, spread over it.
    private mutating func publish(
        _ events: [LiveEvent], of second: Int64, _ moved: (Progress) -> Void
    ) throws -> Bool {
        guard !events.isEmpty else { return true }
        let start = pace.advance(to: second)
        let step = pace.second / events.count
        var index = 0
        while index < events.count {
            let wait = start + step * index - began.duration(to: .now)
            if wait > .zero, !stop.pause(max(wait, Self.slice)) { return false }
            let elapsed = began.duration(to: .now) - start
            var end = index + 1
            while end < events.count, step * end <= elapsed { end += 1 }
            try publish(events[index..<end])
            index = end
            moved(progress)
        }
        return true
    }

    private mutating func publish(_ events: ArraySlice<LiveEvent>) throws {
        let messages = events.map { event in
            var event = event
            event.replay = true
            return event.json
        }
        progress.listeners = try client.once { try $0.publish(messages, on: channel) }
        progress.events += events.count
        progress.first = progress.first ?? events.first?.time
        progress.last = max(progress.last ?? .min, events.last?.time ?? .min)
    }
}
