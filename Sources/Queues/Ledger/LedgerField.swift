import PluginAPI

/// The name of one counter in the hash `ledger:SERVICE`: `DAY|QUEUE|RULE|DETAIL`, as in `2024-06-15|pirus2|status|404`.
struct LedgerField: Hashable {
    /// The day that the lines write.
    let day: LogDay

    /// The queue in which messages arrived or ended.
    let queue: String

    /// Where they ended; or, for arrivals, ``Leaf/read`` or ``Leaf/pushed``.
    let leaf: Leaf

    init(_ day: LogDay, _ queue: String, _ leaf: Leaf) {
        self.day = day
        self.queue = queue
        self.leaf = leaf
    }

    /// Reads a field's name.
    /// - Returns: nil when it is none of ours.
    init?(name: String) {
        let parts = name.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let day = parts[0] == "undated" ? LogDay.none : LogDay(parts[0]) else { return nil }
        self.init(day, parts[1], Leaf(parts[2], detail: parts[3]))
    }

    /// The field's name.
    var name: String { "\(day)|\(queue)|\(leaf.rule)|\(leaf.detail)" }
}

extension Leaf {
    /// Arrivals: lines that a tail has read.
    static let read = Leaf("read")

    /// Arrivals: messages that other programs have pushed. They are counted when they end.
    static let pushed = Leaf("pushed")

    /// Whether lines end here, and it is no arrival.
    var isEnd: Bool { self != .read && self != .pushed }
}

extension MessageEnvelope {
    /// Whether a tail has read the message: its id is `GENERATION:OFFSET`, 16 hexadecimal digits and a number.
    var isFromTail: Bool {
        guard let id = message.id?.utf8, id.count > 17 else { return false }
        for (index, byte) in id.enumerated() {
            let isDigit = byte &- UInt8(ascii: "0") <= 9
            let isLetter = byte &- UInt8(ascii: "a") <= 5
            guard index == 16 ? byte == UInt8(ascii: ":") : isDigit || (index < 16 && isLetter) else { return false }
        }
        return true
    }
}
