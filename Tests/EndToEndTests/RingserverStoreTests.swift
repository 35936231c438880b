import FoundationEssentials
import Glibc
import PluginAPI
import PluginTestKit
import RedisClient
import Statistics
import TestKit
import Testing

/// From a ringserver's logs to rows of a store, on every way that lines can come.
@Suite("A ringserver's logs in a store") struct RingserverStoreTests {
    private static let name = "txlog-20261121T0000-20261121T0100"
    private static let logs = ["", ".jsonl"].map { PackageRoot.sharedData("ringserver/\(name)\($0)") }

    /// What the columns say that both forms of a log can say: not the message's id, and not the times, for the files are of two
    /// runs of the same clients.
    private static func columns(_ record: TransferRecord) -> [String] {
        let host = record.host?.description ?? "-"
        return [
            record.direction, record.network, record.station, record.location, record.channel, record.client ?? "-",
            record.program ?? "-", record.country ?? "-", record.city ?? "-", record.geohash ?? "-",
        ].map(\.description) + ["\(record.bytes)", "\(record.packets)", host]
    }

    /// How lines may come.
    enum Way: String, CaseIterable { case tail, `import`, post }

    @Test(
        "Text and JSON Lines give the same rows, each once, and as many bytes as they say themselves",
        .enabled(if: !logs.contains(nil), "needs ../shared/data"), arguments: Way.allCases)
    func everyWay(_ way: Way) throws {
        let site = try StoreSite(services: ["import"], tailed: way == .tail ? "import" : nil)
        let files = try Self.logs.map { try #require($0) }
        try site.start()
        for round in 0..<2 {
            for (number, file) in files.enumerated() {
                let command =
                    switch way {
                    case .tail:
                        // A rotated file is known again by its inode and bytes.
                        round == 0
                            ? "mkdir -p in && cp '\(file)' in/txlog-\(number)"
                            : "mv in/txlog-\(number) in/old-txlog-\(number)"
                    case .import: "'\(site.program)' import '\(file)' --service import"
                    case .post: "wget -qO - --post-file '\(file)' \(site.url)/ingest/import | grep '\"accepted\":3'"
                    }
                let outcome = shell(command, in: site.directory)
                #expect(outcome.code == 0, "\(outcome)")
            }
            try eventually("all are recorded", within: 60) { try site.transfers().count == 12 }
        }
        if way == .tail { try #require(loglines("restart", "tail", in: site.directory).code == 0) }
        try eventually("no message waits", within: 60) { try site.isSettled() }

        let rows = try site.transfers()
        // The text was written before the JSON Lines.
        let (text, json) = (rows.prefix(6), rows.dropFirst(6))
        #expect(rows.count == 12 && text.map(Self.columns) == json.map(Self.columns))
        #expect(
            text.map { Self.columns($0).dropLast().joined(separator: " ") }.first
                == "TX G CAN 00 BHZ localhost obspy/1.5 - - - 147456 288")
        #expect(Set(rows.compactMap(\.host)).count == 1)
        #expect(rows.allSatisfy { $0.started == $0.connected && $0.connected != nil })
        let total = try Self.total(of: files)
        #expect(text.reduce(0) { $0 + $1.bytes } == total.text && total.text == 883_200)
        #expect(json.reduce(0) { $0 + $1.bytes } == total.json && total.json == total.text)
        let ledger = try loglines("ledger", in: site.directory)
        #expect(ledger.code == 0 && ledger.output.contains("every line is accounted for"), "\(ledger)")
        let export = try loglines("store", "export", "transfers", "--service", "import", in: site.directory)
        #expect(export.output.split(separator: "\n").count == 13, "\(export)")
    }

    /// What the files themselves say that they add up to.
    private static func total(of files: [String]) throws -> (text: Int, json: Int) {
        func sum(_ file: String, after mark: String) throws -> Int {
            try PackageRoot.lines(of: file).reduce(0) { sum, line in
                let text = String(decoding: line, as: UTF8.self)
                guard let found = text.firstRange(of: mark) else { return sum }
                return sum + (try #require(Int(text[found.upperBound...].prefix { $0.isNumber })))
            }
        }
        return (try sum(files[0], after: "total TX bytes: "), try sum(files[1], after: "\"transfer_bytes\":"))
    }

    @Test("The access log's lines are no transfers, and each is accounted for")
    func accessLog() throws {
        let site = try StoreSite(services: ["import"])
        try site.directory.write(
            ["connect", "disconnect"].map {
                #"{"log_time":"2026-11-21T00:15:58Z","connect_time":"2026-11-21T00:15:58Z","client":{"ip":"127.0.0.1"},"event":"\#($0)"}"#
                    + "\n"
            }.joined(), to: "accesslog")
        try site.start()
        let imported = shell("'\(site.program)' import accesslog --service import", in: site.directory)
        #expect(imported.code == 0, "\(imported)")
        try eventually("they have ended") {
            try site.redis.run("HGET", "ledger:import", "2026-11-21|loglines|connect|").text == "1"
        }
        #expect(try site.isSettled() && site.transfers().isEmpty && site.redis.list("failed:loglines").isEmpty)
    }

    private static let cities = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
        .first(where: FileManager.default.fileExists(atPath:))

    private static func block(_ address: String) -> String {
        """
        START CLIENT h [\(address)] (SeedLink|c) @ 2026-08-20T00:15:12Z (connected 2026-08-20T00:14:03Z) TX
        FR_ARBF_00_HHZ/MSEED 512 1
        END CLIENT h [\(address)] total TX bytes: 512

        """
    }

    @Test(
        "Where clients are is written; a file that is put in another's place is read, and none is warned of once",
        .enabled(if: cities != nil, "scripts/setup --tests fetches data/GeoLite2-City.mmdb"))
    func places() throws {
        let cities = try #require(Self.cities)
        let site = try StoreSite(
            services: ["import", "other", "none"], service: ["none": "geoip = none.mmdb"],
            shared: "geoip = places.mmdb",
            recorder: "geohash = 3")
        try site.start()
        func imports(_ service: String, _ addresses: [String], rows: Int) throws {
            try site.directory.write(addresses.map(Self.block).joined(), to: "log")
            let imported = shell("'\(site.program)' import log --service \(service)", in: site.directory)
            #expect(imported.code == 0, "\(imported)")
            try eventually("\(rows) rows are there") { try site.transfers().count == rows }
        }
        func places(_ service: String) throws -> [String] {
            try site.transfers().filter { $0.service.description == service }.map {
                [$0.country, $0.city, $0.geohash].map { $0?.description ?? "-" }.joined(separator: " ")
            }
        }
        try imports("none", ["129.67.1.1", "129.67.1.2"], rows: 2)
        try imports("import", ["129.67.1.1"], rows: 3)
        #expect(try places("none") == ["- - -", "- - -"] && places("import") == ["- - -"])
        try #require(shell("cp '\(cities)' new && mv new places.mmdb", in: site.directory).code == 0)
        try eventually("the file is read") {
            try imports("other", ["129.67.1.\(site.transfers().count)"], rows: site.transfers().count + 1)
            return try places("other").contains("GB Oxford gcp")
        }
        let log = ["log", "err"].compactMap { site.directory.read("logs/recorder_0.\($0)") }.joined()
        #expect(log.split(separator: "\n").count { $0.contains("none.mmdb: No such file") } == 1, "\(log)")
        #expect(log.split(separator: "\n").count { $0.contains("/places.mmdb: No such file") } == 1, "\(log)")
        #expect(log.split(separator: "\n").count { $0.contains("tells where clients are") } == 1, "\(log)")
    }
}

/// A directory with a console and a recorder that takes the lines of ringserver services as they come.
private final class StoreSite {
    let directory: TemporaryDirectory
    let redis: RedisServer
    let program: String
    private let port = freeServerPort()
    private var supervisor: ChildProcess?

    /// - Parameters:
    ///   - tailed: The service whose logs are followed, `in/*log-*`.
    ///   - service: Keys of services, instead of what all have.
    ///   - shared: What all have.
    ///   - recorder: Keys of the recorder.
    init(
        services: [String], tailed: String? = nil, service: [String: String] = [:], shared: String = "",
        recorder: String = ""
    ) throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer()
        program = try builtProgram("loglines")
        let sections = services.map { "[service_\($0)]\nplugin = ringserver\n\(service[$0] ?? shared)\n" }.joined()
        let tail = tailed.map {
            "[logger_tail]\npushto = loglines\nservicename = \($0)\nlogfile = in/*log-*\nstart = beginning\n"
        }
        try directory.write(
            """
            [supervisor]
            port = 127.0.0.1:\(port)
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [DEFAULT]
            startsecs = 0.1
            [worker_console]
            kind = console
            [worker_recorder]
            kind = recorder
            listento = loglines
            \(recorder)
            \(sections)\(tail ?? "")
            """, to: "loglines.cfg")
        try FileManager.default.createDirectory(
            atPath: directory.file("workers_enabled"), withIntermediateDirectories: true)
    }

    deinit { supervisor?.end(SIGTERM) }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts everything, and waits until the console answers.
    func start() throws {
        supervisor = try ChildProcess(
            program, ["supervisor", "--directory", directory.path], output: directory.file("supervisor.out"))
        try eventually("the console answers: \(directory.read("supervisor.out") ?? "")") {
            shell("curl -sf -o health \(url)/health", in: directory).code == 0
        }
    }

    /// The rows of `transfers`, by time and id.
    func transfers() throws -> [TransferRecord] {
        var rows: [TransferRecord] = []
        try SQLiteStore(path: directory.file("data/usage.sqlite")).records(TransferRecord.self, StoreSelection()) {
            rows.append($0)
        }
        return rows.sorted {
            ($0.time.secondsSince1970, $0.id.description) < ($1.time.secondsSince1970, $1.id.description)
        }
    }

    /// Whether no message waits or is in hand.
    func isSettled() throws -> Bool {
        try redis.waiting(in: "loglines", heldBy: "recorder_0") == 0
    }
}
