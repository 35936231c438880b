import Glibc

/// When the messages in a consumer's hand were claimed: they lie in `temp:WORKER` in that order.
struct ClaimTimes {
    /// The longest list that is told; a worker that has claimed more often than that tells the oldest.
    private static let limit = 20

    private var claims: [(lastTag: Int, time: Int, left: Int)] = []

    /// Notes messages that were claimed just now.
    mutating func add(upTo tag: Int, _ count: Int) {
        if count > 0 { claims.append((tag, time(nil), count)) }
    }

    /// Notes that a message is out of hand.
    mutating func remove(_ tag: Int) {
        guard let index = claims.firstIndex(where: { tag <= $0.lastTag }) else { return }
        claims[index].left -= 1
        if claims[index].left == 0 { claims.remove(at: index) }
    }

    /// `TIME:COUNT …`, the oldest first, in seconds since 1970.
    var text: String {
        claims.prefix(ClaimTimes.limit).map { "\($0.time):\($0.left)" }.joined(separator: " ")
    }

    /// When each message was claimed, of what ``text`` says; the oldest first.
    static func times(_ text: String, atMost limit: Int) -> [Int] {
        var times: [Int] = []
        for claim in text.split(separator: " ") {
            let parts = claim.split(separator: ":").map { Int($0) }
            guard parts.count == 2, let time = parts[0], let count = parts[1], count > 0 else { break }
            times += Array(repeating: time, count: min(count, limit - times.count))
        }
        return times
    }
}
