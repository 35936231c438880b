import Glibc
import MetricModel
import StatsD
import Synchronization

/// What one thread takes, until it is collected.
final class ShardBox: Sendable {
    private let shard: Mutex<MetricShard>
    private let last: Atomic<Int>
    private let options: StatsDOptions
    private let gauges: Gauges

    init(_ options: StatsDOptions, gauges: Gauges) {
        (self.options, self.gauges) = (options, gauges)
        shard = Mutex(MetricShard(options, gauges: gauges))
        last = Atomic(time(nil))
    }

    /// When something came last, in seconds since 1970; at first, when the box was made.
    var lastMessage: Int { last.load(ordering: .relaxed) }

    /// Takes a batch of datagrams.
    func take(_ batch: DatagramBatch, count: Int) {
        last.store(time(nil), ordering: .relaxed)
        // Used by this thread alone.
        nonisolated(unsafe) let batch = batch
        shard.withLock { shard in
            for number in 0..<count { shard.take(packet: batch[number]) }
        }
    }

    /// Takes whole lines of a stream.
    func take(_ lines: ArraySlice<UInt8>) {
        last.store(time(nil), ordering: .relaxed)
        shard.withLock { shard in
            lines.withUnsafeBytes { shard.take(packet: $0) }
        }
    }

    /// What has come since it was asked last, which is then forgotten here.
    func collect() -> MetricShard {
        var taken = MetricShard(options, gauges: gauges)
        shard.withLock { swap(&$0, &taken) }
        return taken
    }
}

/// All that came: what threads have taken, and what has been collected of it.
final class MetricCollection: Sendable {
    /// What was collected.
    struct Figures {
        var metrics = 0
        var badSamples = 0
        /// Some of the bad samples.
        var shownBad: [String] = []
    }

    private struct State: ~Copyable {
        var store: MetricStore
        /// Of what nobody was told yet.
        var figures = Figures()
    }

    /// The boxes of the threads.
    let boxes: [ShardBox]
    private let state: Mutex<State>

    /// - Parameter number: How many threads take metrics.
    init(_ options: StatsDOptions, threads number: Int) {
        let gauges = Gauges()
        boxes = (0..<number).map { _ in ShardBox(options, gauges: gauges) }
        state = Mutex(State(store: MetricStore(options, gauges: gauges)))
    }

    /// When something came last, in seconds since 1970; at first, when the server started.
    var lastMessage: Int { boxes.map(\.lastMessage).max() ?? 0 }

    /// Collects what threads have taken.
    /// - Returns: What came since this was asked last.
    func collect() -> Figures {
        state.withLock { state in
            collect(&state)
            let figures = state.figures
            state.figures = Figures()
            return figures
        }
    }

    /// Collects, and ends the interval.
    func flush(
        at time: Int, _ delivery: MetricStore.Delivery, kernelDrops: Int, milliseconds: @Sendable () -> Int
    ) -> MetricFlush {
        state.withLock { state in
            collect(&state)
            return state.store.flush(at: time, delivery, kernelDrops: kernelDrops, milliseconds: milliseconds)
        }
    }

    /// Collects, and answers a command of the management console.
    func answer(
        _ command: String, by console: inout ManagementConsole, status: ManagementConsole.Status
    ) -> String? {
        state.withLock { state in
            collect(&state)
            return console.answer(command, &state.store, status)
        }
    }

    private func collect(_ state: inout State) {
        for box in boxes {
            var shard = box.collect()
            state.figures.metrics += shard.metrics
            state.figures.badSamples += shard.badSamples
            state.figures.shownBad += shard.shownBad.prefix(10 - min(10, state.figures.shownBad.count))
            state.store.merge(&shard)
        }
    }
}
