import MetricModel

extension MetricStore {
    /// The counters as they stand.
    var counterValues: [(key: String, value: Double)] {
        var all: [(key: String, value: Double)] = []
        for place in counters.values.indices { all.append((counters.key(place), counters.values[place])) }
        return all
    }

    /// The timers' values as they stand.
    var timerValues: [(key: String, values: [Double])] {
        var all: [(key: String, values: [Double])] = []
        for place in timers.values.indices { all.append((timers.key(place), timers.values[place].values)) }
        return all
    }

    /// Tells counters, timers, gauges and sets, in this order, and how many they were and how long it took.
    /// - Parameter milliseconds: A clock.
    mutating func tell(_ names: MetricNames, in flush: inout MetricFlush, _ milliseconds: () -> Int) {
        let begin = milliseconds()
        // A timer is summed up when it is told; its sorting is what takes time.
        tellCounters(names, &flush)
        tellTimers(names, &flush)
        let summed = milliseconds()
        let gauges = self.gauges.all
        for (key, value) in gauges { flush.values.append(.init(names.gauge(tagged(key)), value)) }
        for place in sets.values.indices {
            let size = Double(sets.values[place].names.count)
            flush.values.append(.init(names.set(tagged(sets.key(place))), size))
        }
        let number = counters.count + timers.count + gauges.count + sets.count
        flush.values.append(.init(names.number, Double(number)))
        flush.values.append(.init(names.own("graphiteStats.calculationtime"), Double(milliseconds() - summed)))
        flush.values.append(.init(names.own("processing_time"), Double(summed - begin)))
    }

    private func tagged(_ key: String) -> TaggedKey { TaggedKey(key, isCleaned: options.cleansKeys) }

    private func tellCounters(_ names: MetricNames, _ flush: inout MetricFlush) {
        for place in counters.values.indices {
            let (key, value) = (tagged(counters.key(place)), counters.values[place])
            flush.values.append(.init(names.rate(key), value / Double(options.interval)))
            if options.tellsCounts { flush.values.append(.init(names.count(key), value)) }
        }
    }

    private func tellTimers(_ names: MetricNames, _ flush: inout MetricFlush) {
        for place in timers.values.indices {
            let key = timers.key(place)
            let (before, behind) = names.timer(tagged(key))
            for (name, value) in TimerSummary(timers.values[place], key: key, options).values {
                flush.values.append(.init("\(before)\(name)\(behind)", value))
            }
        }
    }
}
