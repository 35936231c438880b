import Inspection
import PluginAPI
import Queues
import Telemetry

/// Shows a ledger to people.
struct LedgerText {
    /// Whether each day is shown on its own.
    let showsDays: Bool

    /// Whether every status, method and pattern is shown.
    let isFull: Bool

    /// What the lines are called that the tracker takes.
    var accepted = Leaf.accepted.description

    private typealias Row = (depth: Int, name: String, count: Int)

    /// How many statuses, methods or patterns are shown of each kind.
    private static let shown = 8

    /// The ledgers one below the other, and last whether they close.
    func text(_ report: LedgerReport) -> String {
        var parts = report.entries.flatMap { entry -> [String] in
            let range = [report.from.map { " from \($0)" }, report.to.map { " to \($0)" }].compactMap(\.self).joined()
            let title = "\(entry.total.service), queue \(entry.total.queue)".escapingControls
            let total = "\(title)\(range)\n\(table(entry.total))"
            guard showsDays else { return [total] }
            return entry.days.map { "\(title), \($0.day)\n\(table($0.ledger))" }
                + (entry.days.count > 1 ? [total] : [])
        }
        if report.entries.isEmpty, report.closes { parts.append("there are no such lines") }
        parts += report.differences.map { "NOT ALL LINES ARE ACCOUNTED FOR: \($0.escapingControls)" }
        if report.closes, !report.entries.isEmpty {
            parts.append("every line is accounted for: what ended and what waits is what was read")
        }
        return parts.joined(separator: "\n\n")
    }

    /// One ledger's rows.
    func table(_ ledger: Ledger) -> String {
        let rows = rows(ledger)
        let width = rows.map { $0.depth * 2 + $0.name.count }.max() ?? 0
        let digits = rows.map { String($0.count).count }.max() ?? 0
        return rows.map { row in
            let name = String(repeating: "  ", count: row.depth + 1) + row.name.escapingControls
            let count = String(row.count)
            return name.padded(to: width + 4) + String(repeating: " ", count: digits - count.count) + count
        }.joined(separator: "\n")
    }

    private func rows(_ ledger: Ledger) -> [Row] {
        var rows: [Row] = [(0, "lines read", ledger.read)]
        if ledger.pushed != 0 { rows.append((0, "pushed by other programs", ledger.pushed)) }
        rows += ledger.leaves(of: .unparsed).map { (1, $0.leaf.description, $0.count) }
        // Where lines are only written nobody parses them.
        if ledger.leaves[.written] == nil {
            rows.append((1, "parsed", ledger.parsed))
            rows += excluded(ledger)
            rows.append((2, "eligible", ledger.eligible))
        }
        for stage in [Ledger.Stage.delivered, .refused, .failed] {
            rows += ledger.leaves(of: stage).map { leaf, count in
                (3, leaf == .accepted ? accepted : leaf.description, count)
            }
        }
        rows += ledger.leaves(of: .purged).map { (1, "purged by an operator", $0.count) }
        rows.append((1, "waiting", ledger.waiting))
        return rows
    }

    /// The rules in the order in which they are applied, each with what met it.
    private func excluded(_ ledger: Ledger) -> [Row] {
        let leaves = ledger.leaves(of: .excluded)
        let order = ["method", "status", Exclusion.robot.rule, Exclusion.aiAgent.rule, Exclusion.notAnItem.rule]
        let others = Set(leaves.map(\.leaf.rule)).subtracting(order + [Leaf.doubleClick.rule]).sorted()
        return (order + others + [Leaf.doubleClick.rule]).flatMap { rule -> [Row] in
            let found = leaves.filter { $0.leaf.rule == rule }
            guard !found.isEmpty else { return [] }
            let details = found.filter { !$0.leaf.detail.isEmpty }
            let shown = isFull || details.count <= Self.shown + 1 ? details[...] : details.prefix(Self.shown)
            var rows: [Row] = [(2, rule, found.reduce(0) { $0 + $1.count })]
            rows += shown.map { (3, $0.leaf.detail, $0.count) }
            let rest = details.dropFirst(shown.count)
            if !rest.isEmpty { rows.append((3, "\(rest.count) others (--full)", rest.reduce(0) { $0 + $1.count })) }
            return rows
        }
    }
}
