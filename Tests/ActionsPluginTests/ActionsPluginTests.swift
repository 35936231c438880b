import ActionsPlugin
import PluginAPI
import PluginTestKit
import Testing

@Suite("Action lines as points") struct ActionsPluginTests {
    private func parse(_ line: String, prefix: String = "") throws -> ParsedLine? {
        try ActionsPlugin(settings: .testing(["prefix": prefix])).parseline(
            LogMessage(service: "actions", line: Array(line.utf8)))
    }

    @Test(
        "Every kind",
        arguments: [
            ("measurement TEMP 21.5 °C", Measurement(name: "TEMP", value: 21.5, unit: "°C", kind: "measurement")),
            ("measurement ABC -3.0", Measurement(name: "ABC", value: -3, kind: "measurement")),
            ("counter COFFEE 1.0", Measurement(name: "COFFEE", value: 1, kind: "counter")),
            (
                "event GN 82800.0 time of day",
                Measurement(name: "GN", value: 82_800, unit: "time of day", kind: "event")
            ),
            (
                "category SKY 1.0 grey, later  rain",
                Measurement(name: "SKY", value: 1, unit: "grey, later  rain", kind: "category")
            ),
        ])
    func kinds(_ end: String, _ measurement: Measurement) throws {
        let line = try #require(try parse("2025-11-22T02:30:00.250000Z \(end)"))
        #expect(line.measurements == [measurement] && line.time.rfc3339 == "2025-11-22T02:30:00Z")
        #expect(line.exclusion?.rule == "action")
        #expect(
            try parse("2025-11-22T02:30:00Z \(end)", prefix: "lab.")?.measurements[0].name == "lab." + measurement.name)
    }

    @Test(
        "What is malformed",
        arguments: [
            "", "ABC 12", "2025-11-22 measurement A 1", "2025-11-22T02:30:00.Z measurement A 1",
            "2025-13-22T02:30:00Z measurement A 1",
            "2025-11-22T02:30:00Z gauge A 1", "2025-11-22T02:30:00Z measurement  1",
            "2025-11-22T02:30:00Z measurement A x",
            "2025-11-22T02:30:00Z measurement A nan",
        ])
    func malformed(_ line: String) { #expect(throws: PluginError.self) { try parse(line) } }
}
