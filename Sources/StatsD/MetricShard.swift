import Glibc

/// What one thread took since it was last asked. Shards are merged by a ``MetricStore``.
public struct MetricShard: ~Copyable, Sendable {
    /// How many bad samples are kept to be shown; a flood of them is only counted.
    private static let shownBadSamples = 5

    let options: StatsDOptions
    let gauges: Gauges
    var counters = KeyedValues<Double>()
    var timers = KeyedValues<TimerValues>()
    var sets = KeyedValues<NameSet>()
    /// Datagrams, or chunks of a TCP stream, that were taken.
    public internal(set) var packets = 0
    /// Lines that were not empty.
    public internal(set) var metrics = 0
    /// Samples that break the rules.
    public internal(set) var badSamples = 0
    /// The first of the bad samples, as the reference server logs them.
    public private(set) var shownBad: [String] = []
    /// Where keys with tags, and those that have to be cleaned, are made.
    var scratch = KeyMaker()

    /// An empty shard.
    /// - Parameter gauges: What all shards of a server share.
    public init(_ options: StatsDOptions, gauges: Gauges) {
        self.options = options
        self.gauges = gauges
    }

    /// Whether nothing came.
    public var isEmpty: Bool { packets == 0 }

    /// Takes a datagram, or whole lines of a TCP stream.
    public mutating func take(packet: UnsafeRawBufferPointer) {
        packets += 1
        var rest = packet
        while let start = rest.baseAddress, !rest.isEmpty {
            let end = memchr(start, 0x0a, rest.count).map { UnsafeRawPointer($0) - start } ?? rest.count
            if end > 0 {
                metrics += 1
                take(line: UnsafeRawBufferPointer(rebasing: rest[..<end]))
            }
            rest = end < rest.count ? UnsafeRawBufferPointer(rebasing: rest[(end + 1)...]) : .init(start: nil, count: 0)
        }
    }

    /// Counts a bad sample, and keeps it if it is one of the first.
    mutating func bad(_ sample: UnsafeRawBufferPointer, in line: UnsafeRawBufferPointer) {
        badSamples += 1
        guard shownBad.count < MetricShard.shownBadSamples else { return }
        let fields = String(decoding: sample, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)
        let text = String(decoding: line.prefix(400), as: UTF8.self)
        shownBad.append("Bad line: \(fields.joined(separator: ",").prefix(200)) in msg \"\(text)\"")
    }

    /// Forgets all that came.
    mutating func removeAll() {
        counters.removeAll()
        timers.removeAll()
        sets.removeAll()
        (packets, metrics, badSamples, shownBad) = (0, 0, 0, [])
    }
}
