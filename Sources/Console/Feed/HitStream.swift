import LiveFeed
import Synchronization

/// The hits that one filter lets through, step by step, for all browsers that want them.
///
/// A browser that reads slowly is told of several steps at once: those of the last seconds are kept, and what is older is counted.
/// What is the same for several browsers is made once.
final class HitStream: Sendable {
    /// What a browser is told.
    struct News: Sendable {
        let frame: HitFrame
        /// The step that it ends with, and how many hits the stream has had by then.
        let place: Place
    }

    /// How far a browser has been told.
    struct Place: Sendable {
        fileprivate(set) var step = 0
        /// How many hits the stream has had.
        fileprivate(set) var total = 0
    }

    private struct State {
        var place = Place()
        /// When the step ended, in milliseconds since 1970.
        var time: Int64 = 0
        /// The last steps' hits, the newest last.
        var kept: [HitTally] = []
        /// The last steps' numbers of hits, the newest last.
        var counts: [Int] = []
        /// The hits of the step that has not ended, and how many milliseconds of it have gone.
        var open = HitTally()
        var elapsed = 0
        /// Steps since listeners were told that there is one.
        var silent = 0
        /// The frames from earlier steps to the last one, by these.
        var frames: [Int: HitFrame] = [:]
        var last = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    /// For so long what a browser has not been told is kept in groups, in milliseconds.
    private static let memory = 2_000
    /// The stretch of time that rates are of, in milliseconds.
    private static let stretch = 3_000
    /// A browser is told at least so often, in milliseconds, so that rates fall.
    private static let longestSilence = 1_000

    private let filter: HitFilter
    private let state = Mutex(State())

    init(_ filter: HitFilter) { self.filter = filter }

    /// Takes the hits of a tick, and tells who listens when a step has ended.
    /// - Parameters:
    ///   - milliseconds: How long the tick was.
    ///   - now: In milliseconds since 1970.
    func take(_ hits: HitTally, milliseconds: Int, now: Int64) {
        let told = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            state.open.add(hits.filtered(by: filter))
            state.elapsed += milliseconds
            guard state.elapsed >= filter.interval else { return [] }
            let count = state.open.count
            state.place.step += 1
            state.place.total += count
            state.time = now
            state.kept.append(state.open)
            state.counts.append(count)
            Self.shorten(&state.kept, to: Self.memory / filter.interval)
            Self.shorten(&state.counts, to: Self.stretch / filter.interval)
            state.frames = [:]
            (state.open, state.elapsed) = (HitTally(), 0)
            state.silent += filter.interval
            guard count > 0 || state.silent >= Self.longestSilence else { return [] }
            state.silent = 0
            return Array(state.listeners.values)
        }
        for listener in told { listener.yield() }
    }

    /// Where the stream is now.
    var place: Place { state.withLock(\.place) }

    /// What is new since a place.
    func news(since place: Place) -> News {
        state.withLock { state in
            if let frame = state.frames[place.step] { return News(frame: frame, place: state.place) }
            let missed = min(state.place.step - place.step, state.kept.count)
            var hits = state.kept.last ?? HitTally()
            if missed != 1 {
                hits = HitTally()
                for tally in state.kept.suffix(missed) { hits.add(tally) }
            }
            let seconds = Double(state.counts.count * filter.interval) / 1_000
            let rate = seconds == 0 ? 0 : Double(state.counts.reduce(0, +)) / seconds
            let frame = HitFrame(hits, of: state.place.total - place.total, time: state.time, rate: rate)
            state.frames[place.step] = frame
            return News(frame: frame, place: state.place)
        }
    }

    /// An element whenever there is something new. Who is slow misses some.
    func steps() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = state.withLock { state in
                state.last += 1
                state.listeners[state.last] = continuation
                return state.last
            }
            continuation.onTermination = { _ in
                self.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
            }
        }
    }

    private static func shorten<Element>(_ list: inout [Element], to count: Int) {
        if list.count > max(count, 1) { list.removeFirst(list.count - max(count, 1)) }
    }
}
