/// A message as the double-click stage sees it: when its hit happened and where hits like it are recorded.
///
/// The hits of one identity are recorded by slices of time, so that a client that never rests fills no key for ever.
public struct Click: Sendable {
    /// Seconds of one slice.
    static let slice: Int64 = 600

    /// When the hit happened, in seconds since 1970.
    let time: Int64

    /// How many seconds later a hit may be that counts instead.
    let window: Int64

    /// Seconds that a line may be late.
    let grace: Double

    /// The record of hits of its own time, and that of hits at the end of its window; mostly the same.
    let keys: (own: String, end: String)

    /// A hit.
    /// - Parameters:
    ///   - service: The repository.
    ///   - time: When it happened, in seconds since 1970.
    ///   - window: How many seconds later a hit may be that counts instead.
    ///   - grace: Seconds that a line may be late.
    ///   - name: A name for the hit's identity in a slice of time.
    public init(service: String, time: Int64, window: Int64, grace: Double, name: (_ slice: Int64) -> String) {
        func number(_ time: Int64) -> Int64 { time / Click.slice - (time % Click.slice < 0 ? 1 : 0) }
        self.time = time
        self.window = window
        self.grace = grace
        let own = QueueKeys.clicks(service, name(number(time)))
        let last = number(time + window)
        keys = (own, last == number(time) ? own : QueueKeys.clicks(service, name(last)))
    }

    /// What stands for a message in a record: its id with its length before it. Redis orders what has the same time by
    /// bytes; with the length first, line 99 of a file comes before line 100.
    static func member(_ id: String) -> String {
        let length = String(id.utf8.count)
        return "\(String(repeating: "0", count: max(0, 6 - length.utf8.count)))\(length):\(id)"
    }

    /// The message that a member stands for.
    static func id(ofMember member: String) -> String {
        member.firstIndex(of: ":").map { String(member[member.index(after: $0)...]) } ?? member
    }

    /// What is to be done with a message.
    public enum Verdict: Sendable, Equatable {
        /// It is out of hand: held until no later hit can come, or given to another worker meanwhile.
        case held
        /// It counts.
        case counts
        /// It does not: the hit of this id counts instead.
        case double(of: String)
    }
}
