import CLinux
import Glibc

/// Sends metrics to a StatsD server over UDP, many in a datagram and many datagrams with a system call, on the calling thread.
public struct MetricSender: ~Copyable {
    /// What was sent.
    public struct Sent: Sendable {
        /// Metrics.
        public var metrics = 0
        /// Datagrams.
        public var packets = 0
        /// Datagrams that the system did not take, for nobody listens.
        public var refused = 0
    }

    /// How many datagrams are made at once, and sent again and again where there is no limit: making them anew would take more time
    /// than sending them.
    private static let pool = 2_048

    /// How many go with a system call.
    private static let batch = 64

    /// The longest sleep: how late a stop may be noticed, in seconds.
    private static let longestSleep = 0.2

    private let descriptor: Int32

    /// Opens a socket to a server.
    /// - Throws: ``GeneratorError`` naming the address.
    public init(host: String, port: Int) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let info = list?.pointee else {
            throw GeneratorError("cannot send to \(host):\(port)", reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        let made = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
        guard made >= 0, connect(made, info.ai_addr, info.ai_addrlen) == 0 else {
            let reason = errno
            close(made)
            throw GeneratorError("cannot send to \(host):\(port)", errno: reason)
        }
        descriptor = made
    }

    deinit { close(descriptor) }

    /// Sends until there are enough or it is told to stop.
    /// - Parameters:
    ///   - rate: Metrics per second; 0: as many as possible.
    ///   - limit: How many metrics in all; nil: no limit.
    ///   - isStopping: Asked before every batch.
    public func run(_ traffic: MetricTraffic, rate: Double, limit: Int?, isStopping: () -> Bool) -> Sent {
        var (traffic, sent) = (traffic, Sent())
        var pool = MetricPackets(&traffic, count: Self.pool, limit: limit ?? .max)
        var at = 0
        let began = ContinuousClock.now
        while sent.metrics < limit ?? .max, !isStopping() {
            let average = max(1, pool.metrics[at])
            let ahead = rate > 0 ? Double(sent.metrics) / rate - (ContinuousClock.now - began) / .seconds(1) : 0
            if ahead > 0 {
                usleep(UInt32(min(ahead, Self.longestSleep) * 1_000_000))
                continue
            }
            let due = rate > 0 ? min(Double(Self.batch), -ahead * rate / Double(average) + 1) : Double(Self.batch)
            let end = min(at + max(1, Int(due)), pool.packets.count)
            send(pool, at..<end, &sent)
            at = end
            guard at == pool.packets.count else { continue }
            at = 0
            let left = limit.map { $0 - sent.metrics }
            // The last of them are cut to what is left.
            if let left, left > 0, left < pool.metrics.reduce(0, +) {
                pool = MetricPackets(&traffic, count: Self.pool, limit: left)
            }
        }
        return sent
    }

    private func send(_ pool: MetricPackets, _ numbers: Range<Int>, _ sent: inout Sent) {
        pool.bytes.withUnsafeBytes { bytes in
            guard let first = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return }
            var parts = numbers.map {
                iovec(iov_base: first + pool.packets[$0].lowerBound, iov_len: pool.packets[$0].count)
            }
            parts.withUnsafeMutableBufferPointer { parts in
                var datagrams = parts.indices.map { number in
                    var datagram = clinux_datagram()
                    datagram.header.msg_iov = parts.baseAddress.map { $0 + number }
                    datagram.header.msg_iovlen = 1
                    return datagram
                }
                var done = 0
                while done < datagrams.count {
                    let count = datagrams.withUnsafeMutableBufferPointer { places in
                        places.baseAddress.map {
                            clinux_send_datagrams(descriptor, $0 + done, UInt32(places.count - done))
                        } ?? 0
                    }
                    // What is refused, because nobody listens there, is said of a datagram before; it went nowhere either.
                    if count <= 0 { sent.refused += 1 }
                    done += max(1, Int(count))
                }
            }
        }
        for number in numbers {
            sent.metrics += pool.metrics[number]
            sent.packets += 1
        }
    }
}
