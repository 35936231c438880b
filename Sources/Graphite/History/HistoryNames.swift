/// The numbers of a worker's metrics. A metric keeps its number while it has values; numbers of those that had none for longer than
/// any row is kept are given to others.
struct HistoryNames {
    /// What has changed and is not in Redis yet.
    struct Changes {
        var added: [(number: Int, path: String)] = []
        var removed: [Int] = []

        var isEmpty: Bool { added.isEmpty && removed.isEmpty }
    }

    private struct Entry {
        let number: Int
        var seen: Int
    }

    private let limit: Int
    private var entries: [String: Entry]
    private var free: [Int] = []
    private var next: Int
    private(set) var changes = Changes()

    /// The names that Redis has; they count as seen now.
    /// - Parameter limit: How many metrics may have a number.
    init(_ names: [(number: Int, path: String)], now: Int, limit: Int) {
        self.limit = limit
        entries = Dictionary(
            names.map { ($0.path, Entry(number: $0.number, seen: now)) }, uniquingKeysWith: { first, _ in first })
        let used = Set(names.map(\.number))
        next = (used.max() ?? -1) + 1
        free = (0..<next).filter { !used.contains($0) }.reversed()
    }

    /// How many metrics have a number.
    var count: Int { entries.count }

    /// How far the numbers go.
    var end: Int { next }

    /// The number of a metric that has a value now; nil: there are too many.
    mutating func number(of path: String, now: Int) -> Int? {
        if let known = entries[path] {
            if known.seen != now { entries[path]?.seen = now }
            return known.number
        }
        guard entries.count < limit else { return nil }
        let number = free.popLast() ?? next
        if number == next { next += 1 }
        entries[path] = Entry(number: number, seen: now)
        changes.added.append((number, path))
        return number
    }

    /// Forgets metrics that had no value since some time.
    mutating func forget(before time: Int) {
        for (path, entry) in entries where entry.seen < time {
            entries[path] = nil
            free.append(entry.number)
            changes.removed.append(entry.number)
        }
    }

    /// The changes are in Redis.
    mutating func clearChanges() { changes = Changes() }
}
