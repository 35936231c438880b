import Inspection
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

    /// The ledger's rows, the most frequent details below each.
    private func rows(_ ledger: Ledger) -> [Row] {
        ledger.rows(accepted: accepted).flatMap { row -> [Row] in
            let details = row.details
            let shown = isFull || details.count <= Self.shown + 1 ? details[...] : details.prefix(Self.shown)
            let rest = details.dropFirst(shown.count)
            let others = (row.depth + 1, "\(rest.count) others (--full)", rest.reduce(0) { $0 + $1.count })
            return [(row.depth, row.name, row.count)] + shown.map { (row.depth + 1, $0.name, $0.count) }
                + (rest.isEmpty ? [] : [others])
        }
    }
}
