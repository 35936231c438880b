import LiveFeed
import NIOCore
import Synchronization

/// One of Moksha's topics, hit by hit, for all who listen. Who reads slowly misses what is older than two seconds.
final class MokshaStream: Sendable {
    private struct State {
        /// The tick that is still open.
        var tick = 0
        var open: [ByteBuffer] = []
        /// The messages of the last ticks, the newest last.
        var kept: [[ByteBuffer]] = []
        var last = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    /// How many ticks are kept.
    private static let memory = 40
    /// The most messages of a tick: some thousands a second are more than a page of Narcissus' can show.
    private static let mostOfTick = 500

    private let topic: MokshaTopic
    private let state = Mutex(State())

    init(_ topic: MokshaTopic) { self.topic = topic }

    /// Whether anybody listens.
    var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

    /// Takes hits.
    func take(_ events: [LiveEvent]) {
        guard isHeard else { return }
        let messages = events.lazy.compactMap { self.topic.message($0) }.prefix(Self.mostOfTick)
            .map { ByteBuffer(bytes: $0) }
        state.withLock { $0.open += messages.prefix(max(0, Self.mostOfTick - $0.open.count)) }
    }

    /// Ends a tick, and tells who listens.
    func tick() {
        let told = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            guard !state.open.isEmpty else { return [] }
            state.tick += 1
            state.kept.append(state.open)
            if state.kept.count > Self.memory { state.kept.removeFirst() }
            state.open = []
            return Array(state.listeners.values)
        }
        for listener in told { listener.yield() }
    }

    /// Sends every message from now on, until the task is cancelled.
    func serve(_ send: ([ByteBuffer]) async throws -> Void) async throws {
        let (steps, start) = listen()
        var place = start
        for await _ in steps {
            let (messages, now) = state.withLock { state in
                (state.kept.suffix(state.tick - place).flatMap(\.self), state.tick)
            }
            place = now
            try await send(messages)
        }
    }

    private func listen() -> (steps: AsyncStream<Void>, place: Int) {
        let (steps, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (number, place) = state.withLock { state in
            state.last += 1
            state.listeners[state.last] = continuation
            return (state.last, state.tick)
        }
        continuation.onTermination = { _ in
            self.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return (steps, place)
    }
}
