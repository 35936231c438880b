/// COUNTER's rule for double clicks: of two hits of the same ``ClickIdentity`` at most 30 seconds apart the later one
/// counts (Code of Practice 5.1, section 7.2; exactly 30 seconds is inside, as the audit text has it).
///
/// The Code of Practice applies it pairwise along a chain of hits. A hit is dropped there because of the next one, which is
/// the nearest: so it is dropped exactly if there is any later one within the window, and the order in which hits become
/// known does not matter.
public enum DoubleClicks {
    /// Seconds that two hits may be apart to be one.
    public static let window: Int64 = 30

    /// A hit, as far as the rule looks at it. They are ordered by time; in the same second by id, of which the longer is the
    /// later: ids that end in the offset of a line within a file so come in the order of the lines.
    public struct Hit: Sendable, Hashable, Comparable {
        /// When it happened, in seconds since 1970.
        public let time: Int64

        /// What tells it from all others.
        public let id: String

        /// A hit.
        public init(time: Int64, id: String) {
            self.time = time
            self.id = id
        }

        /// Earlier hits come first.
        public static func < (left: Hit, right: Hit) -> Bool {
            if left.time != right.time { return left.time < right.time }
            let (first, second) = (left.id.utf8, right.id.utf8)
            return first.count != second.count ? first.count < second.count : first.lexicographicallyPrecedes(second)
        }
    }

    /// Why a hit does not count: the last one that is later, and later by no more than the window; nil when it counts.
    /// - Parameter others: Hits of the same identity, in any order; the hit itself may be among them.
    public static func partner(of hit: Hit, among others: some Sequence<Hit>) -> Hit? {
        others.filter { $0 > hit && $0.time - hit.time <= window }.max()
    }
}
