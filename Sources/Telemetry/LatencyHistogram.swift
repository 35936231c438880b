/// How long things took, in seconds, counted in buckets as Prometheus' histograms have them.
public struct LatencyHistogram: Sendable, Equatable, Codable {
    /// 5 ms to a minute: a tracker next door, and one that is about to time out.
    public static let standardBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    private static let infinity = "+Inf"
    private static let total = "sum"

    /// The longest time that each bucket takes in, rising; one more bucket takes what is longer.
    public private(set) var bounds: [Double]

    /// How many times each bucket has taken in; one more than ``bounds``.
    public private(set) var counts: [Int]

    /// The sum of all times.
    public private(set) var sum = 0.0

    /// A histogram that has taken nothing in.
    public init(bounds: [Double] = Self.standardBounds) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many times were taken in.
    public var count: Int { counts.reduce(0, +) }

    /// Takes a time in. One that is less than nothing, as clocks may have it, is taken for nothing.
    public mutating func add(_ seconds: Double) {
        let seconds = max(seconds, 0)
        var bucket = 0
        while bucket < bounds.count, seconds > bounds[bucket] { bucket += 1 }
        counts[bucket] += 1
        sum += seconds
    }

    /// What so many of the times do not exceed, taken to be spread evenly within a bucket.
    /// - Parameter share: From 0 to 1; 0.5 is the median.
    /// - Returns: Seconds; at most the last bound. Nil when nothing was taken in.
    public func quantile(_ share: Double) -> Double? {
        let rank = share * Double(count)
        var below = 0
        var lower = 0.0
        for (upper, count) in zip(bounds, counts) {
            if count > 0, Double(below + count) >= rank {
                return lower + (upper - lower) * max(0, rank - Double(below)) / Double(count)
            }
            below += count
            lower = upper
        }
        return count > 0 ? lower : nil
    }
}

/// As one field of a heartbeat: `0.005:12 0.01:40 … +Inf:0 sum:1.25`, each bucket with its own count.
extension LatencyHistogram: LosslessStringConvertible {
    /// Reads ``description``. Nil when it is no histogram.
    public init?(_ description: String) {
        var bounds: [Double] = []
        var counts: [Int] = []
        var fields = description.split(separator: " ").map { $0.split(separator: ":") }[...]
        guard let last = fields.popLast(), last.count == 2, last[0] == Self.total, let sum = Double(last[1]),
            sum.isFinite, fields.last?.first == Self.infinity[...]
        else { return nil }
        for field in fields {
            guard field.count == 2, let count = Int(field[1]), count >= 0 else { return nil }
            counts.append(count)
            if counts.count == fields.count { break }
            guard let bound = Double(field[0]), bound.isFinite, bound > bounds.last ?? 0 else { return nil }
            bounds.append(bound)
        }
        self.init(bounds: bounds)
        self.counts = counts
        self.sum = sum
    }

    /// One line of text.
    public var description: String {
        let names = bounds.map { "\($0)" } + [Self.infinity]
        return (zip(names, counts).map { "\($0):\($1)" } + ["\(Self.total):\(sum)"]).joined(separator: " ")
    }
}
