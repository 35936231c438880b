import Synchronization

/// Gauges, which all shards share: a change by `+` or `-` needs what was there before, whoever took it.
public final class Gauges: Sendable {
    /// A gauge's value, and for how many flushes it is told if nothing comes; nil: for ever.
    struct Gauge: Sendable {
        var value = 0.0
        var flushes: Int?
    }

    private let gauges = Mutex(KeyedValues<Gauge>())

    /// No gauges.
    public init() {}

    /// Takes a sample.
    /// - Parameters:
    ///   - isChange: Whether the value is added to what is there; not to 0, nor to nothing.
    ///   - flushes: How many flushes the gauge is told if nothing comes; nil: for ever.
    func set(_ key: UnsafeRawBufferPointer, hash: Int, _ value: Double, isChange: Bool, flushes: Int?) {
        gauges.withLock { gauges in
            let place = gauges.place(of: key, hash: hash, new: Gauge())
            let old = gauges.values[place].value
            // What is not a number counts as nothing, as in JavaScript.
            gauges.values[place].value = isChange && old != 0 && !old.isNaN ? old + value : value
            gauges.values[place].flushes = flushes
        }
    }

    /// Sets a gauge that is told for ever.
    func set(_ key: String, _ value: Double) {
        var key = key
        key.withUTF8 { key in
            let key = UnsafeRawBufferPointer(key)
            set(key, hash: KeyTable.hash(key), value, isChange: false, flushes: nil)
        }
    }

    /// All gauges with their values.
    var all: [(key: String, value: Double)] {
        gauges.withLock { gauges in
            var all: [(key: String, value: Double)] = []
            for place in gauges.values.indices { all.append((gauges.key(place), gauges.values[place].value)) }
            return all
        }
    }

    /// Ends an interval: gauges for which nothing came for too long are forgotten.
    func age() {
        gauges.withLock { gauges in
            for place in gauges.values.indices { gauges.values[place].flushes? -= 1 }
            gauges.keep { $1.flushes ?? 1 > 0 }
        }
    }

    /// Forgets some.
    /// - Returns: Their keys.
    func remove(_ pattern: String) -> [String] {
        gauges.withLock { $0.remove(pattern) }
    }
}
