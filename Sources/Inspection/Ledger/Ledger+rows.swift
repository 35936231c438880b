import PluginAPI
public import Queues

/// A row of a ledger as people read it.
public struct LedgerRow {
    /// What became of the lines.
    public enum Fate: Sendable {
        /// They are on their way, or have come to a stage of it.
        case onTheWay
        /// They do not count, and were not sent.
        case excluded
        /// The tracker or the file has them.
        case delivered
        /// Something went wrong: they cannot be read, were refused or given up.
        case failed
    }

    /// How many stages lie above it: 0 for the lines that were read.
    public let depth: Int
    /// The stage, the rule or the fate.
    public let name: String
    /// How many lines.
    public let count: Int
    /// What became of them.
    public let fate: Fate
    /// Which statuses, methods or patterns met the rule, the most frequent first.
    public let details: [(name: String, count: Int)]

    init(_ depth: Int, _ name: String, _ count: Int, _ fate: Fate, _ details: [(name: String, count: Int)] = []) {
        self.depth = depth
        self.name = name
        self.count = count
        self.fate = fate
        self.details = details
    }
}

extension Ledger {
    /// The way of the lines, from what was read to where it ended.
    /// - Parameter accepted: What the lines are called that the tracker takes.
    public func rows(accepted: String = Leaf.accepted.description) -> [LedgerRow] {
        var rows = [LedgerRow(0, "lines read", read, .onTheWay)]
        if pushed != 0 { rows.append(LedgerRow(0, "pushed by other programs", pushed, .onTheWay)) }
        rows += leaves(of: .unparsed).map { leaf, count in
            LedgerRow(1, leaf.description, count, leaf == .noHit ? .excluded : .failed)
        }
        // Where lines are only written nobody parses them.
        if leaves[.written] == nil {
            rows.append(LedgerRow(1, "parsed", parsed, .onTheWay))
            rows += excluded
            rows.append(LedgerRow(2, "eligible", eligible, .onTheWay))
        }
        for stage in [Stage.delivered, .refused, .failed] {
            rows += leaves(of: stage).map { leaf, count in
                let name = leaf == .accepted ? accepted : leaf.description
                return LedgerRow(3, name, count, stage == .delivered ? .delivered : .failed)
            }
        }
        rows += leaves(of: .purged).map { LedgerRow(1, "\($0.leaf) by an operator", $0.count, .failed) }
        rows.append(LedgerRow(1, "waiting", waiting, .onTheWay))
        return rows
    }

    /// The rules in the order in which they are applied, each with what met it.
    private var excluded: [LedgerRow] {
        let leaves = leaves(of: .excluded)
        let order = ["method", "status", Exclusion.robot.rule, Exclusion.aiAgent.rule, Exclusion.notAnItem.rule]
        let others = Set(leaves.map(\.leaf.rule)).subtracting(order + [Leaf.doubleClick.rule]).sorted()
        return (order + others + [Leaf.doubleClick.rule]).compactMap { rule in
            let found = leaves.filter { $0.leaf.rule == rule }
            guard !found.isEmpty else { return nil }
            let details = found.filter { !$0.leaf.detail.isEmpty }.map { (name: $0.leaf.detail, count: $0.count) }
            return LedgerRow(2, rule, found.reduce(0) { $0 + $1.count }, .excluded, details)
        }
    }
}
