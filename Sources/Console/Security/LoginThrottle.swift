import Glibc
import Synchronization

/// Slows down who tries passwords: after some wrong ones an address must wait, twice as long after each further one.
///
/// Whoever has one address of IPv6 has all of its network (64 bits): these count as one.
public final class LoginThrottle: Sendable {
    private struct Tries {
        var count = 0
        var last: ContinuousClock.Instant
        var blockedUntil: ContinuousClock.Instant
    }

    /// Wrong passwords that cost nothing: people mistype.
    static let free = 5
    static let longest = Duration.seconds(300)
    private static let forgottenAfter = Duration.seconds(3600)
    private static let mostAddresses = 10_000

    private let tries = Mutex<[[UInt8]: Tries]>([:])

    /// Nobody has tried yet.
    public init() {}

    /// How long an address must wait before its next try; nil: it need not.
    public func wait(_ address: String, now: ContinuousClock.Instant) -> Duration? {
        let network = Self.network(of: address)
        return tries.withLock { $0[network] }.flatMap {
            now < $0.blockedUntil ? now.duration(to: $0.blockedUntil) : nil
        }
    }

    /// Notes a wrong password.
    public func failed(_ address: String, now: ContinuousClock.Instant) {
        let network = Self.network(of: address)
        tries.withLock { tries in
            if tries.count >= Self.mostAddresses {
                tries = tries.filter { $0.value.last.duration(to: now) < Self.forgottenAfter }
                if tries.count >= Self.mostAddresses { tries.removeAll() }
            }
            var entry = tries[network] ?? Tries(last: now, blockedUntil: now)
            if entry.last.duration(to: now) >= Self.forgottenAfter { entry.count = 0 }
            entry.count += 1
            entry.last = now
            if entry.count > Self.free {
                let doublings = min(entry.count - Self.free - 1, 20)
                entry.blockedUntil = now + min(.seconds(1 << doublings), Self.longest)
            }
            tries[network] = entry
        }
    }

    /// Forgets an address that has logged in.
    public func succeeded(_ address: String) {
        let network = Self.network(of: address)
        tries.withLock { _ = $0.removeValue(forKey: network) }
    }

    /// The bytes of an IPv4 address, also of one written as IPv6 (`::ffff:192.0.2.1`), or an IPv6 address's first eight.
    private static func network(of address: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return Array(bytes[..<4]) }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return Array(address.utf8) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return Array(isMapped ? bytes[12...] : bytes[..<8])
    }
}
