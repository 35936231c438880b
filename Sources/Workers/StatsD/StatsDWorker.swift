import CLinux
import Dispatch
import Glibc
import Graphite
import Logging
import MetricModel
public import Settings
import StatsD

/// `kind = statsd`: takes metrics over UDP and TCP as the reference StatsD server does, and tells backends of them at the end of
/// each interval, by the clock on the wall.
///
/// Threads that take datagrams have each a socket and a shard of their own; nothing is shared between them but gauges. The
/// worker's own thread collects the shards each second and flushes them. Metrics wait for nothing: neither for Redis nor for carbon.
public struct StatsDWorker: Worker {
    private let settings: StatsDSettings
    private let context: WorkerContext
    private var backends: MetricBackends
    private let collection: MetricCollection
    private let startup = time(nil)
    private var dropped = 0

    /// A worker.
    /// - Parameter backends: Where the metrics go.
    public init(_ settings: StatsDSettings, backends: MetricBackends, in context: WorkerContext) {
        (self.settings, self.backends, self.context) = (settings, backends, context)
        // The last is for what comes over TCP.
        collection = MetricCollection(StatsDOptions(settings), threads: settings.threads + 1)
    }

    /// Takes metrics until the stop is requested; what was taken by then is flushed.
    /// - Throws: ``SocketProblem`` when a port is taken.
    public mutating func run() throws {
        let streams = try MetricStreams(
            settings, box: collection.boxes[settings.threads], stop: context.stop, log: context.log, answer: answers())
        let sockets = try (0..<settings.threads).map { _ in
            try DatagramSocket(
                settings.listen, isShared: settings.threads > 1, receiveBuffer: settings.receiveBuffer)
        }
        if let first = sockets.first, first.receiveBuffer < settings.receiveBuffer {
            context.log.notice(
                "The kernel keeps less for a socket than receive_buffer says; net.core.rmem_max allows no more",
                metadata: ["bytes": "\(first.receiveBuffer)"])
        }
        let threads = DispatchGroup()
        start("statsd tcp", in: threads, streams.run)
        for (socket, box) in zip(sockets, collection.boxes) {
            start("statsd udp", in: threads, DatagramReceiver(socket, box, context.stop).run)
        }
        context.log.info(
            "Takes metrics", metadata: ["listen": "\(settings.listen)", "management": "\(settings.management)"])
        while !context.stop.isRequested { wait(sockets) }
        threads.wait()
        flush(at: nextFlush(after: Self.now()), sockets)
        backends.end(within: min(.seconds(5), context.stopGrace))
    }

    /// Runs on a thread of its own.
    private func start(_ label: String, in threads: DispatchGroup, _ body: @escaping () -> Void) {
        // What it touches is that thread's alone.
        nonisolated(unsafe) let body = body
        DispatchQueue(label: label).async(group: threads) { body() }
    }

    /// Waits for the end of the interval, and flushes; each second it collects what came, so that the heartbeat tells.
    private mutating func wait(_ sockets: [DatagramSocket]) {
        let end = nextFlush(after: Self.now())
        while !context.stop.isRequested {
            let left = Double(end) - Self.now()
            // A clock that was set back would have it wait too long.
            guard left > 0, left <= Double(settings.flush) else { break }
            _ = context.stop.pause(.seconds(min(1, left)))
            count(collection.collect())
        }
        if !context.stop.isRequested { flush(at: Int(Self.now().rounded()), sockets) }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func nextFlush(after time: Double) -> Int { (Int(time) / settings.flush + 1) * settings.flush }

    private mutating func flush(at time: Int, _ sockets: [DatagramSocket]) {
        let drops = sockets.reduce(0) { $0 + $1.dropped }
        let flush = collection.flush(
            at: time, Self.delivery(backends, startup), kernelDrops: drops - dropped,
            milliseconds: { Int(Self.now() * 1_000) })
        count(collection.collect())
        if drops > dropped {
            context.progress.error("the kernel had no room for \(drops - dropped) datagrams: see receive_buffer")
        }
        dropped = drops
        backends.take(flush)
    }

    private func count(_ figures: MetricCollection.Figures) {
        context.progress.count(done: figures.metrics, failed: figures.badSamples)
        for line in figures.shownBad { context.log.notice("\(line)") }
        if figures.badSamples > figures.shownBad.count {
            context.log.notice(
                "More bad lines", metadata: ["number": "\(figures.badSamples - figures.shownBad.count)"])
        }
    }

    private static func delivery(_ backends: MetricBackends, _ startup: Int) -> MetricStore.Delivery {
        var delivery = MetricStore.Delivery(startup: startup)
        if let statistics = backends.carbon?.statistics {
            delivery.lastException = statistics.lastException
            delivery.lastFlush = statistics.lastFlush
            delivery.flushTime = statistics.flushTime
            delivery.flushLength = statistics.flushLength
        }
        return delivery
    }

    /// What answers the management console's commands.
    private func answers() -> (String) -> String? {
        let (collection, backends, startup) = (collection, backends, startup)
        var console = ManagementConsole(configuration: settings.shown)
        return { command in
            let status = ManagementConsole.Status(
                now: time(nil), startup: startup, lastMessage: collection.lastMessage,
                delivery: Self.delivery(backends, startup))
            return collection.answer(command, by: &console, status: status)
        }
    }
}
