/// Metrics put into datagrams that fit into an Ethernet frame.
struct MetricPackets {
    /// As clients of StatsD have it for a network of Ethernets.
    private static let length = 1_432

    /// The datagrams' bytes, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each begins and ends.
    private(set) var packets: [Range<Int>] = []
    /// How many metrics each has.
    private(set) var metrics: [Int] = []

    /// Fills some datagrams.
    /// - Parameter limit: How many metrics there are at most.
    init(_ traffic: inout MetricTraffic, count: Int, limit: Int) {
        var left = limit
        var line = left > 0 ? traffic.next() : nil
        for _ in 0..<count where line != nil {
            let start = bytes.count
            var number = 0
            while let text = line, number == 0 || bytes.count - start + text.utf8.count < Self.length {
                if number > 0 { bytes.append(UInt8(ascii: "\n")) }
                bytes += text.utf8
                number += 1
                left -= 1
                line = left > 0 ? traffic.next() : nil
            }
            packets.append(start..<bytes.count)
            metrics.append(number)
        }
    }
}
