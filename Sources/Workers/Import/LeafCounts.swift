import PluginAPI
import Queues

/// Counts lines by their day and by where they end. Neighbours are mostly of one day, and a day knows few leaves.
struct LeafCounts {
    private var day = LogDay.none
    private var today: [(leaf: Leaf, count: Int)] = []
    private var days: [LogDay: [Leaf: Int]] = [:]

    /// Nothing yet.
    init() {}

    /// What was counted.
    var leaves: [LogDay: [Leaf: Int]] {
        var all = days
        for (leaf, count) in today { all[day, default: [:]][leaf, default: 0] += count }
        return all
    }

    /// Counts a line.
    mutating func count(_ leaf: Leaf, of line: [UInt8]) {
        let day = LogDay(of: line)
        if day != self.day {
            (days, today) = (leaves, [])
            self.day = day
        }
        guard let index = today.firstIndex(where: { $0.leaf == leaf }) else {
            today.append((leaf, 1))
            return
        }
        today[index].count += 1
        // What comes often gets to the front.
        if index > 0, today[index - 1].count < today[index].count { today.swapAt(index - 1, index) }
    }
}

extension [LogDay: [Leaf: Int]] {
    /// Adds other counts.
    mutating func add(_ other: Self) { merge(other) { $0.merging($1, uniquingKeysWith: +) } }
}
