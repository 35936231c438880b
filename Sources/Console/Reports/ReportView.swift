import CounterReports

/// The figures of a report as its template wants them.
struct ReportView {
    /// How many items and countries a page shows; the files have more.
    private static let mostRows = 20

    private let figures: ReportFigures
    private let query: ReportQuery
    private let steps: ReportSteps

    init(_ figures: ReportFigures, _ query: ReportQuery) {
        (self.figures, self.query) = (figures, query)
        steps = ReportSteps(query.period)
    }

    var values: [String: Any] {
        var values: [String: Any] = ["partial": partial].withoutEmptyTexts
        if figures.total.hits > 0 {
            values["totals"] = ["figures": totals]
            values["parts"] = [uses, removed, items, countries]
            values["comparison"] = comparison
            // Reports are of one service.
            if query.service != nil { values["counter"] = query.hasWholeMonths ? ["reports": reports] : ["none": true] }
        }
        if figures.transfers != nil { values["transfers"] = ["parts": transfers] }
        return values
    }

    private var totals: [[String: Any]] {
        let total = figures.total
        let known = figures.countries.count { !$0.name.isEmpty }
        let share = DataTable.Cell.share(total.hits > 0 ? Double(total.removed) / Double(total.hits) : nil)
        return [
            ("downloads", Figure.count(total.downloads)), ("views", Figure.count(total.views)),
            ("of all hits removed", share.shown), (known == 1 ? "country" : "countries", Figure.count(known)),
        ].map { ["label": $0.0, "value": $0.1] }
    }

    private var partial: String {
        figures.unsettled > 0
            ? "The recorder is still summing up what came in last: some of these figures will change." : ""
    }

    // MARK: Items

    private var uses: [String: Any] {
        let chart = ColumnChart(
            id: "uses-chart", title: "Downloads and views by \(steps.length)", steps: steps,
            series: [
                series("downloads", "first") { $0.downloads }, series("views", "second") { $0.views },
            ], unit: .count)
        return part(
            .uses, "Downloads and views",
            "What people did. COUNTER calls downloads Requests, and both together Investigations.", chart: chart)
    }

    private var removed: [String: Any] {
        func shares(_ name: String, _ style: String, _ count: @escaping (UsageCounts) -> Int) -> ColumnChart.Series {
            ColumnChart.Series(
                name: name, style: style,
                values: figures.steps.map { $0.hits > 0 ? Double(count($0)) / Double($0.hits) : 0 })
        }
        let chart = ColumnChart(
            id: "removed-chart", title: "Share of all hits that was removed, by \(steps.length)", steps: steps,
            series: [
                shares("robots", "third") { $0.robots }, shares("AI agents", "fourth") { $0.aiAgents },
                shares("double clicks", "fifth") { $0.doubleClicks },
            ], unit: .share)
        return part(
            .removed, "Removed", "Hits on items that do not count, as a share of all hits on items.", chart: chart)
    }

    private var items: [String: Any] {
        let all = figures.items.count
        let note =
            all > Self.mostRows
            ? "The \(Self.mostRows) most used; the file has \(all == ReportFigures.mostItems ? "the first " : "")\(all)."
            : ""
        return part(.items, "Top items", note, withBars: true)
    }

    private var countries: [String: Any] {
        guard figures.countries.contains(where: { !$0.name.isEmpty }) else {
            return section(
                .countries, "Countries",
                "It is not recorded where users are. With a GeoLite2 or DB-IP file in geoip = of the service it is, from "
                    + "then on.")
        }
        let more = figures.countries.count - Self.mostRows
        return part(
            .countries, "Countries", more > 0 ? "The first \(Self.mostRows); the file has \(more) more." : "",
            withBars: true)
    }

    private var comparison: [String: Any] {
        var parts: [[String: Any]] = []
        for (table, title) in [(ReportTable.rising, "Rose most"), (.falling, "Fell most")] {
            parts.append(part(table, title, ""))
        }
        return [
            "months": "\(ReportSteps.text(query.compared.first)) and \(ReportSteps.text(query.compared.second))",
            "csv": csv(.comparison), "table": ReportTable.comparison.table(figures, query).values,
            "parts": parts.filter { $0["table"] != nil },
            "none": figures.rising.isEmpty && figures.falling.isEmpty,
        ]
    }

    private var reports: [[String: Any]] {
        ReportKind.allCases.map { kind in
            [
                "name": kind.name, "id": kind.rawValue, "path": CounterFiles.path(kind),
                "query": query.textOfRange,
            ]
        }
    }

    // MARK: Transfers

    private var transfers: [[String: Any]] {
        let counts = figures.transfers?.steps ?? []
        func chart(
            _ name: String, _ title: String, _ series: [(String, String, KeyPath<TransferCounts, Int>)],
            _ unit: ColumnChart.Unit
        ) -> ColumnChart {
            ColumnChart(
                id: name, title: "\(title) by \(steps.length)", steps: steps,
                series: series.map { name, style, path in
                    ColumnChart.Series(name: name, style: style, values: counts.map { Double($0[keyPath: path]) })
                }, unit: unit)
        }
        let bytes = chart(
            "bytes-chart", "Bytes", [("sent", "first", \.sent), ("received", "second", \.received)], .bytes)
        let clients = chart("clients-chart", "Clients", [("clients", "third", \.clients)], .count)
        var parts = [part(.transfers, "Data sent and received", "What data servers have logged.", chart: bytes)]
        var second = section(
            .transfers, "Clients",
            steps.length == .day
                ? "How many different ones there were, by network." : "Those of each day, by network, together.")
        second["id"] = "clients"
        second["chart"] = clients.values
        parts.append(second)
        parts.append(part(.networks, "Networks", "", withBars: true))
        if figures.transfers?.countries.contains(where: { !$0.name.isEmpty }) == true {
            parts.append(part(.clientCountries, "Countries of clients", "", withBars: true))
        }
        return parts
    }

    // MARK: Parts

    private func series(_ name: String, _ style: String, _ count: (UsageCounts) -> Int) -> ColumnChart.Series {
        ColumnChart.Series(name: name, style: style, values: figures.steps.map { Double(count($0)) })
    }

    private func section(_ table: ReportTable, _ title: String, _ note: String) -> [String: Any] {
        ["id": table.rawValue, "heading": title, "note": note].withoutEmptyTexts
    }

    /// A part of the page with its table, which is folded where a chart says the same.
    private func part(
        _ table: ReportTable, _ title: String, _ note: String, chart: ColumnChart? = nil, withBars: Bool = false
    ) -> [String: Any] {
        var data = table.table(figures, query)
        if chart == nil { data = DataTable(columns: data.columns, rows: Array(data.rows.prefix(Self.mostRows))) }
        var values = section(table, title, note)
        values["csv"] = csv(table)
        values["chart"] = chart?.values
        if !data.rows.isEmpty { values["table"] = withBars ? data.valuesWithBars : data.values }
        return values
    }

    private func csv(_ table: ReportTable) -> String { "/reports/\(table.rawValue).csv?\(query.text)" }
}
