/// How many messages a second each worker dealt with in the last quarter of an hour, in steps of some seconds.
public struct RateHistory: Sendable, Equatable, Encodable {
    /// One worker's rates.
    public struct Series: Sendable, Equatable, Encodable {
        /// The worker instance.
        public let name: String
        /// The Redis that has its heartbeat.
        public let redis: String
        /// Messages a second in each step, the last one last; nil: it was not seen then.
        public fileprivate(set) var rates: [Double?] = []
        /// What its heartbeat said last.
        fileprivate var last: Beat?

        private enum CodingKeys: CodingKey { case name, redis, rates }
    }

    fileprivate struct Beat: Sendable, Equatable {
        let done: Int
        let time: Int
    }

    private struct Key: Hashable {
        let name: String
        let redis: String
    }

    /// Seconds of a step.
    public let step: Int
    /// When the last step ended, in milliseconds since 1970; 0: none has.
    public private(set) var end = 0
    /// The workers, in the order of their names. Those that began later have fewer steps.
    public private(set) var workers: [Series] = []
    /// How many steps are kept.
    public let steps: Int

    private enum CodingKeys: CodingKey { case step, end, workers }

    /// A history that has nothing in it.
    /// - Parameters:
    ///   - step: Seconds of a step.
    ///   - span: Seconds that are kept.
    public init(step: Int = 5, span: Int = 900) {
        self.step = step
        steps = span / step
    }

    /// Notes how much workers have done, once in each step.
    /// - Parameter time: In milliseconds since 1970.
    mutating func note(_ seen: [ConsoleSnapshot.WorkerStatus], at time: Int) {
        let length = step * 1000
        let passed = time / length - end / length
        if passed == 0 { return }
        // A clock that was set back, or forward by far, begins anew.
        if passed < 0 || passed > steps { workers = [] }
        end = time / length * length
        var beats = Dictionary(
            seen.map { (Key(name: $0.name, redis: $0.redis), Beat(done: $0.done, time: $0.beat)) }
        ) { first, _ in first }
        for index in workers.indices {
            let beat = beats.removeValue(forKey: Key(name: workers[index].name, redis: workers[index].redis))
            workers[index].note(beat, missed: passed - 1, atMost: steps)
        }
        workers.removeAll { $0.last == nil && $0.rates.allSatisfy { $0 == nil } }
        for (key, beat) in beats { workers.append(Series(name: key.name, redis: key.redis, last: beat)) }
        workers.sort { ($0.name, $0.redis) < ($1.name, $1.redis) }
    }
}

extension RateHistory.Series {
    fileprivate mutating func note(_ beat: RateHistory.Beat?, missed: Int, atMost most: Int) {
        var rate: Double?
        if let beat, let last {
            // Between heartbeats, and not between the looks at them: these may have seen one more or fewer.
            let seconds = Double(max(1, beat.time - last.time))
            // A worker that was started anew counts from nothing.
            rate = (Double(beat.done >= last.done ? beat.done - last.done : beat.done) / seconds * 10).rounded() / 10
        }
        rates = (rates + [Double?](repeating: nil, count: missed) + [rate]).suffix(most)
        last = beat
    }
}
