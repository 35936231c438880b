import CounterReports
import LiveFeed

/// The tables of a report page, by the names of their files.
enum ReportTable: String, CaseIterable, Sendable {
    case uses, removed, items, countries, comparison, rising, falling, transfers, networks
    case clientCountries = "client-countries"

    /// `uses-repo.example-2024-01-2024-06.csv`.
    func file(_ query: ReportQuery) -> String {
        let range =
            switch self {
            case .comparison, .rising, .falling: query.compared
            default: Pair(query.period.first, query.period.last)
            }
        return Self.fileName(rawValue, query.service ?? "all", range, "csv")
    }

    /// A file's name with service and range, of letters that every system takes.
    static func fileName(_ name: String, _ service: String, _ range: Pair<Month>, _ suffix: String) -> String {
        let letters = service.map { letter in
            letter.isASCII && (letter.isLetter || letter.isNumber || letter == "." || letter == "-") ? letter : "_"
        }
        return "\(name)-\(String(letters))-\(range.first)-\(range.second).\(suffix)"
    }

    /// The table of a page's numbers; without rows where there is nothing to tell.
    func table(_ figures: ReportFigures, _ query: ReportQuery) -> DataTable {
        let steps = ReportSteps(query.period)
        return switch self {
        case .uses: Self.uses(figures, steps)
        case .removed: Self.removed(figures, steps)
        case .items: Self.named(figures.items, "item", "Item", of: figures.total) { .text($0) }
        case .countries: Self.named(figures.countries, "country", "Country", of: figures.total, Self.country)
        case .comparison: Self.comparison(figures.compared, query.compared)
        case .rising: Self.changes(figures.rising, query.compared)
        case .falling: Self.changes(figures.falling, query.compared)
        case .transfers: Self.transfers(figures.transfers?.steps ?? [], steps)
        case .networks: Self.ranked(figures.transfers?.networks ?? [], "network", "Network") { .text($0) }
        case .clientCountries:
            Self.ranked(figures.transfers?.countries ?? [], "country", "Country", Self.country)
        }
    }

    private static func time(_ steps: ReportSteps) -> DataTable.Column {
        DataTable.Column(steps.length.rawValue, steps.length == .day ? "Day" : "Month")
    }

    private static func country(_ code: String) -> DataTable.Cell {
        .code(code, shown: code.isEmpty ? "Not known" : CountryNames.name(code))
    }

    private static func uses(_ figures: ReportFigures, _ steps: ReportSteps) -> DataTable {
        DataTable(
            columns: [time(steps), .init("downloads", "Downloads"), .init("views", "Views")],
            rows: zip(steps.steps, figures.steps).map { step, counts in
                [.text(step.name), .count(counts.downloads), .count(counts.views)]
            })
    }

    private static func removed(_ figures: ReportFigures, _ steps: ReportSteps) -> DataTable {
        DataTable(
            columns: [
                time(steps), .init("hits", "Hits"), .init("robots", "Robots"), .init("ai_agents", "AI agents"),
                .init("double_clicks", "Double clicks"), .init("removed_percent", "Removed"),
            ],
            rows: zip(steps.steps, figures.steps).map { step, counts in
                [
                    .text(step.name), .count(counts.hits), .count(counts.robots), .count(counts.aiAgents),
                    .count(counts.doubleClicks), .share(share(counts.removed, of: counts.hits)),
                ]
            })
    }

    private static func named(
        _ counts: [NamedCounts], _ name: String, _ heading: String, of total: UsageCounts,
        _ cell: (String) -> DataTable.Cell
    ) -> DataTable {
        DataTable(
            columns: [
                .init(name, heading), .init("downloads", "Downloads"), .init("views", "Views"),
                .init("share_percent", "Share"),
            ],
            rows: counts.map {
                [cell($0.name), .count($0.downloads), .count($0.views), .share(share($0.uses, of: total.uses))]
            })
    }

    private static func comparison(_ counts: Pair<UsageCounts>, _ months: Pair<Month>) -> DataTable {
        let rows: [(String, KeyPath<UsageCounts, Int>)] = [
            ("Downloads", \.downloads), ("Views", \.views), ("Hits of robots", \.robots),
            ("Hits of AI agents", \.aiAgents), ("Double clicks", \.doubleClicks),
        ]
        return DataTable(
            columns: [.init("what", "What")] + columns(months) + [.init("change_percent", "Change")],
            rows: rows.map { name, path in
                let (first, second) = (counts.first[keyPath: path], counts.second[keyPath: path])
                return [
                    .text(name), .count(first), .count(second), .change(share(second - first, of: first)),
                ]
            })
    }

    private static func changes(_ items: [ItemChange], _ months: Pair<Month>) -> DataTable {
        DataTable(
            columns: [.init("item", "Item")] + columns(months) + [.init("difference", "Difference")],
            rows: items.map { [.text($0.item), .count($0.first), .count($0.second), .difference($0.difference)] })
    }

    private static func columns(_ months: Pair<Month>) -> [DataTable.Column] {
        [months.first, months.second].map { DataTable.Column($0.description, ReportSteps.text($0)) }
    }

    private static func transfers(_ counts: [TransferCounts], _ steps: ReportSteps) -> DataTable {
        DataTable(
            columns: [
                time(steps), .init("bytes_sent", "Sent"), .init("bytes_received", "Received"),
                .init("packets", "Packets"), .init("clients", "Clients"),
            ],
            rows: zip(steps.steps, counts).map { step, counts in
                [
                    .text(step.name), .bytes(counts.sent), .bytes(counts.received), .count(counts.packets),
                    .count(counts.clients),
                ]
            })
    }

    private static func ranked(
        _ counts: [TransferCounts], _ name: String, _ heading: String, _ cell: (String) -> DataTable.Cell
    ) -> DataTable {
        let all = counts.reduce(0) { $0 + $1.bytes }
        return DataTable(
            columns: [
                .init(name, heading), .init("bytes", "Bytes"), .init("packets", "Packets"),
                .init("clients", "Clients"), .init("share_percent", "Share"),
            ],
            rows: counts.map {
                [
                    cell($0.name), .bytes($0.bytes), .count($0.packets), .count($0.clients),
                    .share(share($0.bytes, of: all)),
                ]
            })
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
