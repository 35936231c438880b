import PluginAPI
import PostgresClient
import Statistics
import TestKit
import Testing

/// The dashboards that are shipped: no Grafana is there to try them, but what they ask is asked of the real databases.
@Suite("Grafana's dashboards")
struct DashboardTests {
    @Test("Panels have their places, data source and declared variables", arguments: Dashboard.files)
    func shape(file: String) throws {
        let dashboard = try Dashboard(file: file)
        let kind = file.hasSuffix("influxdb") ? "influxdb" : "grafana-postgresql-datasource"
        #expect(dashboard.templating.list.first?.name == "source" && dashboard.templating.list.first?.query == kind)
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        #expect(Set(dashboard.panels.map(\.title)).count == dashboard.panels.count)
        let names = Set(dashboard.templating.list.map(\.name))
        var taken: Set<[Int]> = []
        for panel in dashboard.panels {
            #expect(!panel.description.isEmpty && panel.targets.count == 1)
            for source in [panel.datasource] + panel.targets.map(\.datasource) {
                #expect(source.type == kind && source.uid == "${source}")
            }
            for x in panel.gridPos.x..<panel.gridPos.x + panel.gridPos.w {
                for y in panel.gridPos.y..<panel.gridPos.y + panel.gridPos.h {
                    #expect(x < 24 && taken.insert([x, y]).inserted, "\(panel.title)")
                }
            }
            for used in panel.targets.flatMap({ $0.text.matches(of: /\$([a-zA-Z_]+)/) }).map({ String($0.1) }) {
                #expect(
                    used.hasPrefix("__") || used == "timeFilter" || names.contains(used), "\(panel.title): $\(used)")
            }
        }
    }

    @Test("Of PostgreSQL each panel gets the numbers that the records come to", arguments: Expected.postgres)
    func postgres(file: String, expected: [String: [String]]) throws {
        let server = try PostgresServer.shared()
        let uri = server.uri(database: try server.makeDatabase())
        let store = try PostgresStore(uri: uri)
        _ = try store.write(ShownRecords.batch)
        try store.settle()
        let connection = try PostgresConnection(PostgresAddress(uri: uri))
        try connection.execute("SET timezone TO 'UTC'")
        let (dashboard, macros) = (try Dashboard(file: file), ShownRecords.macros)
        for panel in dashboard.panels {
            let rows = try connection.query(macros.sql(panel.targets[0].text))
            #expect(
                rows.map { $0.map { $0 ?? "NULL" }.joined(separator: "|") } == expected[panel.title], "\(panel.title)")
        }
        #expect(Set(dashboard.panels.map(\.title)) == Set(expected.keys))
        let values = try dashboard.templating.list.dropFirst().map { try connection.query($0.query).compactMap(\.[0]) }
        #expect(
            values
                == (file.hasPrefix("usage") ? [["a", "b"]] : [["a", "b", "it's"], ["FR", "G", "XX"], ["RX", "TX"]]))
    }

    @Test("Months are UTC's, wherever the database's clock is thought to be")
    func zones() throws {
        let server = try PostgresServer.shared()
        let uri = server.uri(database: try server.makeDatabase())
        let store = try PostgresStore(uri: uri)
        _ = try store.write(ShownRecords.batch)
        try store.settle()
        for zone in ["Pacific/Auckland", "America/Los_Angeles"] {
            let connection = try PostgresConnection(PostgresAddress(uri: uri))
            try connection.execute("SET timezone TO '\(zone)'")
            let panels = try Dashboard(file: "usage-postgresql").panels + Dashboard(file: "transfers-postgresql").panels
            for title in ["Uses by month", "Bytes by month and network"] {
                let panel = try #require(panels.first { $0.title == title })
                let rows = try connection.query(ShownRecords.macros.sql(panel.targets[0].text))
                let expected = Expected.postgres.compactMap { $0.1[title] }[0]
                #expect(
                    rows.map { $0.dropFirst().map { $0 ?? "NULL" } }
                        == expected.map { $0.split(separator: "|").dropFirst().map(String.init) })
            }
        }
    }

    @Test("Of InfluxDB each panel gets the numbers that the records come to")
    func influx() throws {
        let server = try InfluxServer()
        try server.makeDatabase("usage")
        var batch = ShownRecords.batch
        batch.events = []
        _ = try InfluxStore(uri: server.uri(database: "usage")).write(batch)
        let (dashboard, macros) = (try Dashboard(file: "transfers-influxdb"), ShownRecords.macros)
        for panel in dashboard.panels {
            let series = try server.query(macros.influxQL(panel.targets[0].text), in: "usage")
            let rows = series.flatMap { series in
                series.values.map { row in
                    let tags = (series.tags ?? [:]).sorted { $0.key < $1.key }.map(\.value)
                    return (tags + row.map { $0.text ?? $0.number.map { Expected.text($0) } ?? "null" }).joined(
                        separator: "|")
                }
            }
            #expect(rows == Expected.influx[panel.title], "\(panel.title)")
        }
        #expect(Set(dashboard.panels.map(\.title)) == Set(Expected.influx.keys))
        let values = try dashboard.templating.list.dropFirst().map { variable in
            Set(try server.query(variable.query, in: "usage").flatMap { $0.values.compactMap { $0.last?.text } })
        }
        #expect(values == [["a", "b", "it's"], ["FR", "G", "XX"], ["RX", "TX"]])
    }
}
