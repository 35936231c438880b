import Synchronization

/// Slows down who tries passwords: after some wrong ones an address must wait, twice as long after each further one.
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

    private let tries = Mutex<[String: Tries]>([:])

    /// Nobody has tried yet.
    public init() {}

    /// How long an address must wait before its next try; nil: it need not.
    public func wait(_ address: String, now: ContinuousClock.Instant) -> Duration? {
        tries.withLock { $0[address] }.flatMap { now < $0.blockedUntil ? now.duration(to: $0.blockedUntil) : nil }
    }

    /// Notes a wrong password.
    public func failed(_ address: String, now: ContinuousClock.Instant) {
        tries.withLock { tries in
            if tries.count >= Self.mostAddresses {
                tries = tries.filter { $0.value.last.duration(to: now) < Self.forgottenAfter }
                if tries.count >= Self.mostAddresses { tries.removeAll() }
            }
            var entry = tries[address] ?? Tries(last: now, blockedUntil: now)
            if entry.last.duration(to: now) >= Self.forgottenAfter { entry.count = 0 }
            entry.count += 1
            entry.last = now
            if entry.count > Self.free {
                let doublings = min(entry.count - Self.free - 1, 20)
                entry.blockedUntil = now + min(.seconds(1 << doublings), Self.longest)
            }
            tries[address] = entry
        }
    }

    /// Forgets an address that has logged in.
    public func succeeded(_ address: String) { tries.withLock { _ = $0.removeValue(forKey: address) } }
}
