import Glibc
import PluginAPI
import SeededRandom
import Statistics
import TestKit
import Testing

/// InfluxDB 1.x as Debian has it.
@Suite("InfluxDB as a store")
struct InfluxStoreTests {
    /// A server with an empty database.
    private func server(data: String = "") throws -> InfluxServer {
        let server = try InfluxServer(data: data)
        try server.makeDatabase("usage")
        return server
    }

    private func store(_ server: InfluxServer) throws -> InfluxStore {
        try InfluxStore(uri: server.uri(database: "usage"))
    }

    private func rows(_ server: InfluxServer, _ measurement: String) throws -> [[String: InfluxServer.Value]] {
        try server.query("SELECT * FROM \(measurement)", in: "usage").flatMap { series in
            series.values.map { Dictionary(uniqueKeysWithValues: zip(series.columns, $0)) }
        }
    }

    private func number(_ server: InfluxServer, _ what: String, of measurement: String) throws -> Double? {
        try server.query("SELECT \(what) FROM \(measurement)", in: "usage").first?.values.first?.last?.number
    }

    @Test("What is written is found, column by column")
    func roundTrip() throws {
        let server = try server()
        let store = try store(server)
        try store.migrate()
        var transfer = TransferRecord.sample(2)
        (transfer.country, transfer.city, transfer.geohash) = ("FR", "Saint-Étienne, Loire", "u05")
        (transfer.program, transfer.connected) = ("dali", .june15(10))
        #expect(try store.write(StoreBatch(transfers: [transfer], points: [.sample(3)])) == 2)
        let row = try #require(try rows(server, "transfers").first)
        let texts = [
            "service": "ring", "direction": "TX", "network": "FR", "station": "ARBF", "location": "00",
            "channel": "HHZ",
            "country": "FR", "city": "Saint-Étienne, Loire", "geohash": "u05", "client": "slinktool v1", "host": "aa",
            "program": "dali",
        ]
        for (key, text) in texts { #expect(row[key] == .text(text)) }
        let numbers: [String: Int64] = [
            "time": UTCTime.june15(12).secondsSince1970, "bytes": 1_024, "packets": 2,
            "started": UTCTime.june15(11).secondsSince1970, "connected": UTCTime.june15(10).secondsSince1970,
        ]
        for (key, number) in numbers { #expect(row[key] == .number(Double(number))) }
        #expect(row.count == texts.count + numbers.count)
        #expect(
            try rows(server, "points") == [
                [
                    "time": .number(Double(UTCTime.june15(1).secondsSince1970)), "name": .text("load"),
                    "service": .text("s"), "unit": .text("1"), "value": .number(1),
                ]
            ])
        let tags = try server.query("SHOW TAG KEYS FROM transfers", in: "usage").first?.values.compactMap(\.first?.text)
        #expect(
            tags == [
                "channel", "city", "country", "direction", "geohash", "location", "network", "service", "station",
            ])
    }

    @Test("A batch that is written again changes nothing, whole or in part; records of one second stay apart")
    func replays() throws {
        let server = try server()
        let store = try store(server)
        // All have the same tags and the same second.
        let transfers = (0..<5_000).map { TransferRecord.sample($0) }
        for part in [transfers[0..<3_000], transfers[2_000..<5_000], transfers[0..<5_000]] {
            _ = try store.write(StoreBatch(transfers: part.shuffled()))
        }
        #expect(try number(server, "count(bytes)", of: "transfers") == 5_000)
        #expect(try number(server, "sum(bytes)", of: "transfers") == Double(512 * 4_999 * 2_500))
        #expect(try number(server, "sum(packets)", of: "transfers") == Double(4_999 * 2_500))
    }

    @Test("Odd characters in tags and fields come back")
    func oddCharacters() throws {
        var random = SeededRandom(seed: 77)
        let letters = Array(",= \\\"'#%ié😀\n\u{0}ab")
        func text() -> String {
            String(
                (0..<Int.random(in: 1...8, using: &random)).map { _ in letters.randomElement(using: &random) ?? "x" })
        }
        let server = try server()
        let transfers = (0..<2_000).map { number in
            var transfer = TransferRecord.sample(number)
            (transfer.city, transfer.station) = (StoredText(text()), StoredText(text()))
            (transfer.client, transfer.program) = (StoredText(text()), StoredText(text()))
            return transfer
        }
        _ = try store(server).write(StoreBatch(transfers: transfers))
        let found = Dictionary(uniqueKeysWithValues: try rows(server, "transfers").map { ($0["packets"]?.number, $0) })
        func tag(_ text: StoredText?) -> InfluxServer.Value? {
            text.map {
                .text($0.description.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "%5C"))
            }
        }
        #expect(found.count == 2_000)
        for transfer in transfers {
            let row = found[Double(transfer.packets)] ?? [:]
            #expect(row["city"] == tag(transfer.city) && row["station"] == tag(transfer.station))
            #expect(row["client"] == transfer.client.map { .text($0.description) })
            #expect(row["program"] == transfer.program.map { .text($0.description) })
        }
    }

    @Test("Many records go in as many requests as need be")
    func many() throws {
        let server = try server()
        let transfers = (0..<40_000).map { number in
            var transfer = TransferRecord.sample(number)
            transfer.client = StoredText(String(repeating: "x", count: 200))
            return transfer
        }
        _ = try store(server).write(StoreBatch(transfers: transfers))
        #expect(try number(server, "count(bytes)", of: "transfers") == 40_000)
        #expect(try number(server, "sum(packets)", of: "transfers") == Double(39_999 * 20_000))
    }

    @Test("What it does not take is told of as such, and the rest of the batch is there")
    func notTaken() throws {
        let server = try server()
        let store = try store(server)
        try server.query(#"ALTER RETENTION POLICY "autogen" ON "usage" DURATION 1h SHARD DURATION 1h"#)
        var late = PointRecord.sample(1)
        late.time = .june15(3)
        var now = PointRecord.sample(2)
        now.time = UTCTime(secondsSince1970: Int64(time(nil)))
        let error = try #require(throws: StoreError.self) { try store.write(StoreBatch(points: [late, now])) }
        #expect(error.kind == .data && error.description.contains("points beyond retention policy"), "\(error)")
        #expect(try number(server, "count(value)", of: "points") == 1)
        let events = try #require(throws: StoreError.self) { try store.write(StoreBatch(events: [.bare("e")])) }
        #expect(events.kind == .data)
    }

    @Test("A limit that an operator can raise is waited for")
    func limits() throws {
        let server = try server(data: "max-series-per-database = 3")
        let store = try store(server)
        let points = (0..<5).map { number in
            var point = PointRecord.sample(number)
            point.name = StoredText("name \(number)")
            return point
        }
        let error = try #require(throws: StoreError.self) { try store.write(StoreBatch(points: points)) }
        #expect(error.kind == .unavailable && error.description.contains("limit exceeded"), "\(error)")
    }

    @Test("A database that is not there, a wrong password and a server that is away are waited for")
    func unavailable() throws {
        let server = try InfluxServer(account: ("admin", "s3cret"))
        try server.makeDatabase("usage")
        func error(_ database: String, _ account: String?) throws -> StoreError {
            let store = try InfluxStore(uri: server.uri(database: database, as: account))
            return try #require(throws: StoreError.self) { try store.write(StoreBatch(points: [.sample(1)])) }
        }
        let missing = try error("nowhere", "admin:s3cret")
        #expect(
            missing.description
                == "influxdb://127.0.0.1:\(server.port)/nowhere: HTTP 404: {\"error\":\"database not found: \\\"nowhere\\\"\"}"
        )
        let (wrong, nobody) = (try error("usage", "admin:wr0ng"), try error("usage", nil))
        #expect(wrong.description.contains("HTTP 401") && nobody.description.contains("HTTP 401"))
        #expect(!wrong.description.contains("wr0ng"))
        let store = try InfluxStore(uri: server.uri(database: "usage", as: "admin:s3cret"))
        #expect(try store.write(StoreBatch(points: [.sample(1)])) == 1)
        server.kill()
        let away = try #require(throws: StoreError.self) { try store.write(StoreBatch(points: [.sample(2)])) }
        #expect(away.description.contains("Connection refused"), "\(away)")
        #expect([missing, wrong, nobody, away].allSatisfy { $0.kind == .unavailable })
        try server.start()
        #expect(try store.write(StoreBatch(points: [.sample(2)])) == 1)
        #expect(try number(server, "count(value)", of: "points") == 2)
    }
}
