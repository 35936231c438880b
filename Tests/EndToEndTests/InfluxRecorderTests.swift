import Statistics
import TestKit
import Testing

/// The recorder as its user runs it, into InfluxDB.
struct InfluxRecorderTests {
    /// A site whose broker gives every line to a recorder too.
    private func site(service: String, _ server: InfluxServer) throws -> Site {
        let site = try Site(service: service, tracker: ["--delay", "1"])
        try site.directory.write(
            "[worker_recorder]\nkind = recorder\nlistento = usage\nbatch = 50\ndatabase = \(server.uri(database: "usage"))\n",
            to: "workers_available/recorder.conf")
        try site.replace("fanout = pirus2", with: "fanout = pirus2 usage", in: "workers_available/broker.conf")
        try #require(loglines("enable", "recorder", in: site.directory).code == 0)
        return site
    }

    /// A ringserver's record of two streams: together `4 * number + 3` bytes.
    private static func block(_ number: Int) -> String {
        let time = "2026-08-20T00:\(number / 60 % 60 + 10):\(number % 60 < 10 ? "0" : "")\(number % 60)Z"
        return """
            START CLIENT h [192.0.2.\(number % 250)] (SeedLink|a b) @ \(time) (connected 2026-08-20T00:00:03Z) TX
            FR_ARBF_00_HHZ/MSEED \(number * 3 + 1) 1
            FDSN:G_SSB_00_H_H_N/MSEED \(number + 2) 2
            END CLIENT h [192.0.2.\(number % 250)] total TX bytes: \(number * 4 + 3)
            """
    }

    @Test("InfluxDB, recorder and Redis are killed by turns while records come in: totals are exact")
    func killed() throws {
        let server = try InfluxServer()
        try server.makeDatabase("usage")
        let site = try site(service: "plugin = ringserver", server)
        // A data server has no pages.
        try site.replace(
            "base_url = http://repo.example\noai_prefix = oai:repo.example\n", with: "", in: "loglines.cfg")
        try site.start()
        let (rounds, perRound) = (6, 200)
        for round in 0..<rounds {
            try site.append((round * perRound..<(round + 1) * perRound).map(Self.block))
            switch round % 3 {
            case 0:
                server.kill()
                try eventually("the recorder waits") {
                    try site.heartbeat("recorder_0")["state"]?.hasPrefix("waiting for the store") == true
                }
                try server.start()
            case 1: try site.killAndAwait("recorder_0")
            default:
                site.redis.kill()
                try site.redis.start()
            }
        }
        func figure(_ what: String) throws -> Int {
            try server.query("SELECT \(what) FROM transfers", in: "usage").first?.values.first?.last?.number.map {
                Int($0)
            } ?? 0
        }
        // What was in the hands of workers that died again and again is given up, whether or not it was written.
        var failed = 0
        try eventually("all records are there", within: 120) {
            failed = try site.length("failed:usage")
            return try figure("count(bytes)") + 2 * failed >= 2 * rounds * perRound
        }
        try #require(failed == 0)
        let numbers = 0..<rounds * perRound
        #expect(try figure("count(bytes)") == 2 * numbers.count)
        #expect(try figure("sum(bytes)") == numbers.reduce(0) { $0 + 4 * $1 + 3 })
        #expect(try figure("sum(packets)") == 3 * numbers.count)
        try eventually("the ledger is even") {
            let ledger = try loglines("ledger", in: site.directory)
            return ledger.code == 0 && ledger.output.contains("every line is accounted for")
        }
    }

    @Test("Uses of items, of which it takes none, end as such, and config check says so before")
    func events() throws {
        let server = try InfluxServer()
        try server.makeDatabase("usage")
        let site = try site(service: Site.items, server)
        let check = try loglines("config", "check", in: site.directory)
        #expect(check.code == 0)
        #expect(
            (check.output + check.errors).contains(
                "[worker_recorder] database: influxdb://127.0.0.1:\(server.port)/usage takes measurements only: uses of items"
            ),
            "\(check)")
        try site.start()
        try site.append(items: 0..<40)
        try site.settle(40)
        try eventually("the recorder has settled all") {
            let ledger = try loglines("ledger", in: site.directory)
            return ledger.output.contains(/not for the store +30\b/)
                && ledger.output.contains("every line is accounted for")
        }
        #expect(try server.query("SHOW SERIES", in: "usage").isEmpty)
        let database = server.uri(database: "usage")
        #expect(try loglines("store", "migrate", "--database", database, in: site.directory).code == 0)
        let missing = try loglines(
            "store", "migrate", "--database", server.uri(database: "nowhere"), in: site.directory)
        #expect(missing.code != 0 && missing.errors.contains("database not found"), "\(missing)")
        let other = try loglines("store", "check", in: site.directory)
        #expect(other.code == 64 && other.errors.contains("loglines only writes to it"), "\(other)")
    }
}
