public import MetricModel

/// All that a server knows: what the shards took is merged here, and told at the end of an interval.
public struct MetricStore: ~Copyable, Sendable {
    /// What the reference server tells of its connection to carbon, of the flush before.
    public struct Delivery: Sendable {
        /// When something went wrong last, in seconds since 1970; at first, when the server started.
        public var lastException: Int
        /// When something was last given to the backends, in seconds since 1970; at first, when the server started.
        public var lastFlush: Int
        /// How long the backends took, in milliseconds.
        public var flushTime = 0
        /// How many bytes it was as text.
        public var flushLength = 0

        /// The figures of a server that starts.
        public init(startup: Int) { (lastException, lastFlush) = (startup, startup) }
    }

    let options: StatsDOptions
    let gauges: Gauges
    var counters = KeyedValues<Double>()
    var timers = KeyedValues<TimerValues>()
    var sets = KeyedValues<NameSet>()
    /// Bad samples since the start.
    public private(set) var badSamples = 0
    private var lastFlush: Int?

    /// An empty store.
    public init(_ options: StatsDOptions, gauges: Gauges) {
        self.options = options
        self.gauges = gauges
        for name in MetricStore.ownCounters { _ = counters.place(of: "\(options.ownPrefix).\(name)", new: 0) }
    }

    /// The server's own counters, in the order in which they are told.
    private static let ownCounters = ["bad_lines_seen", "packets_received", "metrics_received"]

    /// Takes what a shard has, and empties it.
    public mutating func merge(_ shard: inout MetricShard) {
        for (name, number) in zip(MetricStore.ownCounters, [shard.badSamples, shard.packets, shard.metrics]) {
            let place = counters.place(of: "\(options.ownPrefix).\(name)", new: 0)
            counters.values[place] += Double(number)
        }
        badSamples += shard.badSamples
        for number in 0..<shard.counters.count {
            let place = counters.place(of: shard.counters.keys[number], new: 0)
            counters.values[place] += shard.counters.values[number]
        }
        for number in 0..<shard.timers.count {
            let place = timers.place(of: shard.timers.keys[number], new: TimerValues())
            timers.values[place].values += shard.timers.values[number].values
            timers.values[place].count += shard.timers.values[number].count
        }
        for number in 0..<shard.sets.count {
            let place = sets.place(of: shard.sets.keys[number], new: NameSet())
            sets.values[place].formUnion(shard.sets.values[number])
        }
        shard.removeAll()
    }

    /// Ends the interval: tells all, and begins anew.
    /// - Parameters:
    ///   - time: When it ends, in seconds since 1970.
    ///   - delivery: What came of the flush before.
    ///   - kernelDrops: Datagrams that the kernel had no room for, since the flush before.
    ///   - milliseconds: A clock.
    public mutating func flush(
        at time: Int, _ delivery: Delivery, kernelDrops: Int, milliseconds: () -> Int
    ) -> MetricFlush {
        if let lastFlush {
            gauges.set("\(options.ownPrefix).timestamp_lag", Double(time - lastFlush - options.interval))
        }
        lastFlush = time
        var flush = MetricFlush(time: time, interval: options.interval)
        let names = MetricNames(options)
        tell(names, in: &flush, milliseconds)
        for (name, value) in [
            ("last_exception", delivery.lastException), ("last_flush", delivery.lastFlush),
            ("flush_time", delivery.flushTime), ("flush_length", delivery.flushLength),
        ] {
            flush.values.append(.init(names.own("graphiteStats.\(name)"), Double(value)))
        }
        // The reference server does not know it; so it stands behind all that it tells, and is not counted.
        flush.values.append(.init(names.own("kernel_drops"), Double(kernelDrops)))
        beginAnew()
        return flush
    }

    /// Counters are 0 again, and timers and sets empty; their keys stay, where they are not to be deleted.
    private mutating func beginAnew() {
        for place in counters.values.indices { counters.values[place] = 0 }
        if options.deletesCounters {
            let own = MetricStore.ownCounters
            counters.keep { key, _ in
                let key = String(decoding: key, as: UTF8.self)
                return own.contains { key.contains($0) }
            }
        }
        if options.deletesTimers { timers.removeAll() }
        for place in timers.values.indices { timers.values[place] = TimerValues() }
        if options.deletesSets { sets.removeAll() }
        for set in sets.values { set.removeAll() }
        if options.deletesGauges { gauges.age() }
    }
}
