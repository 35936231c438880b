import Inspection
import Queues
import Telemetry

/// A ledger as its template wants it.
struct LedgerView {
    private let query: LedgerQuery
    private let report: LedgerReport

    init(_ query: LedgerQuery, _ report: LedgerReport) {
        self.query = query
        self.report = report
    }

    var values: [String: Any] {
        ["verdict": verdict, "ledgers": report.entries.map(query.showsDays ? byDay : inTotal)]
    }

    private var verdict: [String: Any] {
        let (colour, text): (Light.Colour, String) =
            !report.closes
            ? (.red, "Not every line is accounted for")
            : report.entries.isEmpty ? (.grey, "There are no such lines") : (.green, "Every line is accounted for")
        let details =
            report.closes && !report.entries.isEmpty
            ? ["What has ended and what waits is what was read."] : report.differences.map(\.escapingControls)
        return ["colour": colour.rawValue, "text": text, "details": details]
    }

    private func title(_ entry: LedgerReport.Entry) -> [String: Any] {
        let range = [report.from.map { "from \($0)" }, report.to.map { "to \($0)" }].compactMap(\.self)
        return [
            "service": entry.total.service.escapingControls, "queue": entry.total.queue.escapingControls,
            "range": range.joined(separator: " "), "id": Self.id(entry.total),
        ].withoutEmptyTexts
    }

    private func inTotal(_ entry: LedgerReport.Entry) -> [String: Any] {
        let all = entry.total.read + entry.total.pushed
        return title(entry).merging([
            "rows": entry.total.rows().map { row in
                [
                    "id": Self.id(entry.total, row.name), "depth": row.depth, "name": row.name.escapingControls,
                    "count": Figure.count(row.count), "fate": row.fate.style, "share": Self.share(row.count, of: all),
                    "width": Self.percent(row.count, of: all), "isFolded": !row.details.isEmpty,
                    "details": row.details.map {
                        ["name": $0.name.escapingControls, "count": Figure.count($0.count)]
                    },
                ].withoutEmptyTexts
            }
        ]) { $1 }
    }

    /// The newest day first.
    private func byDay(_ entry: LedgerReport.Entry) -> [String: Any] {
        title(entry).merging([
            "isByDay": true,
            "days": entry.days.reversed().map { day, ledger in
                var own = query
                (own.service, own.from, own.to, own.showsDays) = (ledger.service, day, day, false)
                return [
                    "day": day.description, "link": day == .none ? "" : "/ledger?\(own.text)",
                    "all": Figure.count(ledger.read + ledger.pushed),
                    "fates": LedgerFate.all(of: ledger).map { ["count": Figure.count($0.count), "isBad": $0.isBad] },
                    "parts": LedgerFate.parts(of: ledger),
                ].withoutEmptyTexts
            },
        ]) { $1 }
    }

    private static func id(_ ledger: Ledger, _ name: String = "") -> String {
        String("\(ledger.service)/\(ledger.queue)/\(name)".map { $0.isWhitespace ? "_" : $0 })
    }

    private static func share(_ count: Int, of all: Int) -> String {
        all > 0 ? "\(percent(count, of: all)) %" : ""
    }

    /// `12.3`, between 0 and 100.
    static func percent(_ count: Int, of all: Int) -> String {
        guard all > 0 else { return "0" }
        let tenths = (Double(min(max(0, count), all)) * 1000 / Double(all)).rounded()
        return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
    }
}

/// The ends of a day's lines, four at most: what fits beside each other.
struct LedgerFate {
    let style: String
    let count: Int
    /// Whether that is something to look at.
    let isBad: Bool

    static func all(of ledger: Ledger) -> [LedgerFate] {
        let comments = ledger.leaves[.noHit] ?? 0
        let bad =
            ledger.count(.refused) + ledger.count(.failed) + ledger.count(.purged)
            + ledger.count(.unparsed) - comments
        return [
            LedgerFate(style: "delivered", count: ledger.count(.delivered), isBad: false),
            LedgerFate(style: "excluded", count: ledger.count(.excluded) + comments, isBad: false),
            LedgerFate(style: "failed", count: bad, isBad: bad > 0),
            LedgerFate(style: "waiting", count: ledger.waiting, isBad: ledger.waiting < 0),
        ]
    }

    /// Beside each other in a bar that is 100 wide.
    static func parts(of ledger: Ledger) -> [[String: Any]] {
        let all = ledger.read + ledger.pushed
        var before = 0
        return Self.all(of: ledger).map { fate in
            defer { before += max(0, fate.count) }
            return [
                "style": fate.style, "start": LedgerView.percent(before, of: all),
                "width": LedgerView.percent(fate.count, of: all),
            ]
        }
    }
}

extension LedgerRow.Fate {
    /// What the style sheet calls it.
    fileprivate var style: String {
        switch self {
        case .onTheWay: "on-the-way"
        case .excluded: "excluded"
        case .delivered: "delivered"
        case .failed: "failed"
        }
    }
}
