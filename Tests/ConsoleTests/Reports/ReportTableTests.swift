import CounterReports
import LiveFeed
import Testing

@testable import Console

@Suite struct ReportTableTests {
    private static let figures: ReportFigures = {
        var figures = ReportFigures(steps: [
            UsageCounts(downloads: 30, views: 10, robots: 50, aiAgents: 6, doubleClicks: 4), UsageCounts(),
            UsageCounts(),
            UsageCounts(downloads: 10),
        ])
        figures.items = [NamedCounts(name: "oai:a:1", downloads: 20, views: 5), NamedCounts(name: "=x", views: 1)]
        figures.countries = [NamedCounts(name: "DE", downloads: 40), NamedCounts(name: "", views: 10)]
        figures.compared = Pair(UsageCounts(downloads: 8, views: 0), UsageCounts(downloads: 10, views: 3))
        figures.rising = [ItemChange(item: "b", first: 1, second: 4)]
        figures.falling = [ItemChange(item: "c", first: 4, second: 1)]
        figures.transfers = .init(
            steps: [TransferCounts(sent: 2_000_000, received: 5, packets: 7, clients: 2)]
                + Array(repeating: TransferCounts(), count: 3),
            networks: [TransferCounts(name: "FR", sent: 1_500_000, packets: 5, clients: 2)],
            countries: [TransferCounts(name: "", sent: 2_000_000, packets: 7, clients: 2)])
        return figures
    }()

    private func query() throws -> ReportQuery {
        try ReportQuery(
            "from=2023-11&to=2024-02&compare=2023-11&with=2024-02", services: ["a/ä.example"],
            today: try #require(Month("2024-02")))
    }

    @Test(
        arguments: [
            (.uses, "month,downloads,views|2023-11,30,10|2023-12,0,0|2024-01,0,0|2024-02,10,0|"),
            (
                .removed,
                "month,hits,robots,ai_agents,double_clicks,removed_percent|2023-11,100,50,6,4,60|2023-12,0,0,0,0,|"
                    + "2024-01,0,0,0,0,|2024-02,10,0,0,0,0|"
            ),
            (.items, "item,downloads,views,share_percent|oai:a:1,20,5,50|'=x,0,1,2|"),
            (.countries, "country,downloads,views,share_percent|DE,40,0,80|,0,10,20|"),
            (
                .comparison,
                "what,2023-11,2024-02,change_percent|Downloads,8,10,25|Views,0,3,|Hits of robots,0,0,|Hits of AI agents,0,0,|"
                    + "Double clicks,0,0,|"
            ),
            (.rising, "item,2023-11,2024-02,difference|b,1,4,3|"),
            (.falling, "item,2023-11,2024-02,difference|c,4,1,-3|"),
            (
                .transfers,
                "month,bytes_sent,bytes_received,packets,clients|2023-11,2000000,5,7,2|2023-12,0,0,0,0|2024-01,0,0,0,0|"
                    + "2024-02,0,0,0,0|"
            ),
            (.networks, "network,bytes,packets,clients,share_percent|FR,1500000,5,2,100|"),
            (.clientCountries, "country,bytes,packets,clients,share_percent|,2000000,7,2,100|"),
        ] as [(ReportTable, String)])
    func tells(_ table: ReportTable, _ lines: String) throws {
        let text = CSVText.text(table.table(Self.figures, try query()))
        #expect(text.replacing("\r\n", with: "|") == lines)
    }

    @Test func namesFiles() throws {
        #expect(try ReportTable.uses.file(query()) == "uses-a__.example-2023-11-2024-02.csv")
        #expect(try ReportTable.clientCountries.file(query()) == "client-countries-a__.example-2023-11-2024-02.csv")
    }

    @Test func makesThePage() throws {
        let text = try PageRenderer().part("reports", ReportView(Self.figures, query()).values)
        #expect(text.contains("<dt>downloads</dt><dd>40</dd>") && text.contains("<dt>views</dt><dd>10</dd>"), "\(text)")
        #expect(
            text.contains("<dt>of all hits removed</dt><dd>54.5 %</dd>") && text.contains("<dt>country</dt><dd>1</dd>"))
        #expect(text.contains("<th scope=\"row\">Germany</th>") && text.contains("<th scope=\"row\">Not known</th>"))
        #expect(text.contains("<td class=\"number\">+25 %</td>") && text.contains("<td class=\"number\">-3</td>"))
        #expect(text.contains("<title>Nov 2023: 2 MB sent, 5 B received</title>"))
        #expect(!text.contains("summing up"))
        for id in ["uses", "removed", "items", "countries", "comparison", "rising", "falling", "transfers", "networks"]
        {
            #expect(text.contains("<section id=\"\(id)\""), "\(id)")
        }
        // All clients are from where is not known.
        #expect(!text.contains("client-countries-title"))
    }

    @Test func leavesOutWhatThereIsNot() throws {
        var figures = Self.figures
        figures.transfers = nil
        (figures.rising, figures.falling, figures.unsettled) = ([], [], 3)
        figures.countries = [NamedCounts(name: "", views: 10)]
        let text = try PageRenderer().part("reports", ReportView(figures, query()).values)
        #expect(!text.contains("id=\"transfers\"") && !text.contains("Rose most") && !text.contains("Not known"))
        #expect(text.contains("geoip") && text.contains("still summing up") && text.contains("No item was used"))
        figures.steps = figures.steps.map { _ in UsageCounts() }
        figures.transfers = Self.figures.transfers
        let data = try PageRenderer().part("reports", ReportView(figures, query()).values)
        #expect(data.contains("id=\"transfers\"") && !data.contains("id=\"uses\""))
    }

    @Test func namesCountries() {
        #expect(
            ["DE", "CI", "AD", "ZW", "XX", ""].map(CountryNames.name) == [
                "Germany", "Côte d'Ivoire", "Andorra", "Zimbabwe", "XX", "",
            ])
    }
}
