/// What many values of a metric come to when they are told as one.
public enum Aggregation: String, Sendable, CaseIterable {
    /// Their mean.
    case average
    /// Their sum.
    case sum
    /// The highest.
    case max
    /// The lowest.
    case min
    /// The newest.
    case last

    /// What fits a metric, by the last part of its name, as StatsD's documentation advises for carbon's `storage-aggregation.conf`:
    /// counts and sums are added up, of `upper` and `upper_90` the highest is told, of `lower` the lowest, of gauges and all
    /// others the mean. What we count ourselves is under `usage`, or as `prefix =` says, and comes with an aggregation of its own.
    public init(path: String) {
        let name = path.prefix { $0 != ";" }
        let last = name[(name.lastIndex(of: ".").map(name.index(after:)) ?? name.startIndex)...]
        if name.hasPrefix("stats_counts.") || last == "count" || last == "sum" || last.hasPrefix("sum_")
            || last.hasPrefix("count_") && last != "count_ps"
        {
            self = .sum
        } else if last == "upper" || last.hasPrefix("upper_") {
            self = .max
        } else if last == "lower" || last.hasPrefix("lower_") {
            self = .min
        } else {
            self = .average
        }
    }

    /// What the values come to; nil: there are none.
    public func value(of values: some Sequence<Double>) -> Double? {
        var folded = Folded()
        for value in values { folded.add(value) }
        return folded.value(self)
    }

    /// Values, folded one by one.
    struct Folded {
        private var count = 0
        private var sum = 0.0
        private var low = 0.0
        private var high = 0.0
        private var newest = 0.0

        mutating func add(_ value: Double) {
            low = count == 0 ? value : Swift.min(low, value)
            high = count == 0 ? value : Swift.max(high, value)
            newest = value
            sum += value
            count += 1
        }

        func value(_ aggregation: Aggregation) -> Double? {
            guard count > 0 else { return nil }
            return switch aggregation {
            case .average: sum / Double(count)
            case .sum: sum
            case .max: high
            case .min: low
            case .last: newest
            }
        }
    }
}
