import FoundationEssentials
import LiveFeed
import Synchronization

/// Takes the events that publishers tell of, and gives browsers of each what they want. Browsers hold nothing up here: each takes
/// from a stream what it can (``HitStream``, ``MokshaStream``).
final class FeedHub: Sendable {
    /// How long a tick is, in milliseconds: nobody gets more frames than there are ticks.
    static let tick = 50

    private struct State {
        /// The hits of this tick.
        var open = HitTally()
        var streams: [HitFilter: (stream: HitStream, listeners: Int)] = [:]
    }

    /// How many there were of which kind.
    let counts = CountsDesk()

    private let state = Mutex(State())
    private let moksha = Dictionary(uniqueKeysWithValues: MokshaTopic.allCases.map { ($0, MokshaStream($0)) })

    /// Takes messages of a channel. What is no event is passed over: anybody who may use Redis may publish.
    func take(_ messages: [[UInt8]]) {
        let events = messages.compactMap { try? LiveEvent(json: $0) }
        state.withLock { state in
            for event in events { state.open.add(event) }
        }
        for stream in moksha.values { stream.take(events) }
    }

    /// Ends a tick: to be called all ``tick`` milliseconds.
    func endTick() {
        let (hits, streams) = state.withLock { state in
            let hits = state.open
            state.open = HitTally()
            return (hits, state.streams.values.map(\.stream))
        }
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        counts.add(hits)
        for stream in streams { stream.take(hits, milliseconds: Self.tick, now: now) }
        for stream in moksha.values { stream.tick() }
    }

    /// The stream of a filter, for one more who listens; ``leave(_:)`` gives it up.
    func join(_ filter: HitFilter) -> HitStream {
        state.withLock { state in
            let stream = state.streams[filter]?.stream ?? HitStream(filter)
            state.streams[filter, default: (stream, 0)].listeners += 1
            return stream
        }
    }

    /// One less listens: browsers may ask for any filter, and what nobody listens to is not kept.
    func leave(_ filter: HitFilter) {
        state.withLock { state in
            state.streams[filter]?.listeners -= 1
            if state.streams[filter]?.listeners == 0 { state.streams[filter] = nil }
        }
    }

    /// The stream of one of Moksha's topics.
    func stream(_ topic: MokshaTopic) -> MokshaStream? { moksha[topic] }
}
