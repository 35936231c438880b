import FoundationEssentials
import Glibc
import PluginTestKit
import Statistics
import TestKit
import Testing

/// `loglines import --direct` into real stores.
struct DirectImportTests {
    private static let sqlite = "--direct --database sqlite:usage.sqlite"

    private let site: ImportSite
    private let file: SQLiteStore

    init() throws {
        site = try ImportSite(service: "\(Site.items)\nrobots = keep")
        file = SQLiteStore(path: site.directory.file("usage.sqlite"))
    }

    /// The numbers of the hits in a store, oldest first.
    private func items(_ store: (any EventStore)? = nil) throws -> [Int] {
        var items: [Int] = []
        try (store ?? file).events(StoreSelection(), in: .time) { event in
            items.append(event.item.description.split(separator: ":").last.flatMap { Int($0) } ?? -1)
        }
        return items
    }

    @Test("Plain, compressed or through a pipe, again, under another name, grown, or cut: each line once")
    func once() throws {
        try site.write(0..<40_000, to: "a.log")
        try site.write(0..<777, to: "earlier.log")
        #expect(try site.importing("a.log \(Self.sqlite)") == 40_000)
        try #require(shell("cp a.log b; gzip -kf a.log; zstd -qkf a.log", in: site.directory).code == 0)
        #expect(try site.importing("a.log b a.log.gz a.log.zst earlier.log \(Self.sqlite)") == 0)
        #expect(try site.importing("- \(Self.sqlite)", after: "cat b |") == 0)
        try site.write(0..<40_100, to: "a.log", end: "\n192.0.2.1 - - [15/Jun")
        #expect(try site.importing("a.log \(Self.sqlite)") == 100)
        try site.write(0..<40_200, to: "a.log")
        #expect(try site.importing("a.log \(Self.sqlite)") == 100)
        #expect(try items() == (0..<40_200).map(\.self))
        #expect(try site.items == [], "nothing is in the queue")
    }

    @Test("Killed at any moment or stopped, the same command goes on: each line once, and each double click")
    func killed() throws {
        // Each hit is there twice, 12 s apart: the earlier is the double click.
        let lines = (0..<8_000).map { ImportSite.line($0).replacing("/items/\($0)", with: "/items/\($0 / 2)") }
            .map { $0.replacing(#/^192\.0\.2\.\d+/#, with: "192.0.2.7") }
        try site.directory.write(lines.joined(separator: "\n") + "\n", to: "a.log")
        for (number, sign) in [SIGKILL, SIGINT, SIGKILL, SIGKILL].enumerated() {
            let process = try site.start(
                "a.log", "--rate", "1500", "--direct", "--database", "sqlite:usage.sqlite")
            let enough = (number + 1) * 800
            try eventually("some lines are there") { try items().count > enough }
            process.signal(sign)
            #expect(process.wait() == (sign == SIGINT ? 1 : 128 + SIGKILL))
            #expect(try items().count < 8_000)
        }
        #expect(site.directory.read("import.out")?.contains("a.log: stopped; the same command goes on") == true)
        try #require(shell("gzip a.log", in: site.directory).code == 0)
        try site.importing("a.log.gz \(Self.sqlite)")
        var double: [Int] = []
        var hits = 0
        try file.events(StoreSelection(), in: .time) { event in
            if event.isDoubleClick { double.append(hits) }
            hits += 1
        }
        #expect(hits == 8_000)
        #expect(double == (0..<4_000).map { $0 * 2 })
        #expect(try file.check().unsettledHours == 0)
    }

    @Test("The database is killed meanwhile: the import waits for it, and each line is there once")
    func databaseKilled() throws {
        let server = try PostgresServer()
        try site.write(0..<6_000, to: "a.log")
        let process = try site.start("a.log", "--rate", "1500", "--direct", "--database", server.uri())
        let store = try PostgresStore(uri: server.uri())
        try eventually("some lines are there", within: 30) { try items(store).count > 600 }
        server.kill()
        try server.start()
        #expect(process.wait() == 0, "\(site.directory.read("import.out") ?? "")")
        let other = try PostgresStore(uri: server.uri())
        #expect(try items(other) == (0..<6_000).map(\.self))
        #expect(try other.check().unsettledHours == 0)
    }

    @Test("Times select, rejects are written, and a table says what became of every line")
    func selected() throws {
        let lines =
            (0..<10_000).map(ImportSite.line)
            + ["nonsense", String(repeating: "x", count: 70_000), Site.line(1, status: 404)]
        try site.directory.write(lines.joined(separator: "\n") + "\n", to: "a.log")
        let window = "--since 2024-06-15T12:00:00Z --until 2024-06-15"
        #expect(try site.importing("a.log \(Self.sqlite) \(window)") == 3_600)
        let answer = try site.run("a.log \(Self.sqlite) --rejects r")
        #expect(answer.code == 0 && answer.errors == "", "\(answer)")
        for part in [
            "a.log: 6400 records new in sqlite:", "; 3600 were there before; 2 rejected", "lines read 10003",
            "malformed 1", "too long 1", "404 1", "recorded 10000",
        ] {
            #expect(answer.output.replacing(#/ +/#, with: " ").contains(part), "\(part) in \(answer.output)")
        }
        let rows = (site.directory.read("r") ?? "").split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(rows.count == 2 && rows.first?.last == "nonsense")
        #expect(rows.last?[2] == "the line has 70000 bytes; maxline is 65536")
        #expect(try items() == (0..<10_000).map(\.self))
    }

    @Test("Without a Redis, keys of this run alone are used, and a line says what that means")
    func withoutRedis() throws {
        try site.write(0..<100, to: "a.log")
        site.redis.kill()
        let answer = try site.run("a.log \(Self.sqlite)")
        #expect(answer.code == 0)
        #expect(answer.errors.count { $0 == "\n" } == 1)
        #expect(answer.errors.contains("clients' addresses are hashed with keys of this run alone"))
        #expect(try items() == (0..<100).map(\.self))
    }

    @Test("Without a recorder it is the store that one would have")
    func usualStore() throws {
        try site.write(0..<10, to: "a.log")
        #expect(try site.run("a.log --direct").code == 0)
        let store = SQLiteStore(path: site.directory.file("data/usage.sqlite"))
        #expect(try store.check().rows["events"] == 10)
    }

    @Test("Wrong uses and a store that is not there end at once, each with a line")
    func wrongUses() throws {
        try site.write(0..<10, to: "a.log")
        for (words, code, error) in [
            ("a.log --direct --database usage.db", 64, "--database is not sqlite:FILE"),
            ("a.log --direct --to x", 64, "--direct needs no queue"),
            ("a.log --direct --dry-run", 64, "exclude each other"),
            ("a.log --database sqlite:x", 64, "--database: only with --direct"),
            ("a.log --direct --database postgresql://127.0.0.1:1/x", 1, "Connection refused"),
            ("gone.log \(Self.sqlite)", 1, "gone.log: No such file or directory"),
        ] {
            let answer = try site.run(words)
            #expect(answer.code == Int32(code), "\(words): \(answer)")
            #expect(answer.errors.contains(error), "\(words): \(answer.errors)")
        }
    }

    @Test("What must be looked up is asked for, each item once; while the interface is away nothing is taken for done")
    func lookups() throws {
        let repository = try RepositoryStandIn()
        let site = try ImportSite(
            service: """
                plugin = dspace
                format = combined
                robots = keep
                resolver = dspace-rest \(repository.dspaceREST)
                """)
        let lines = (1_000..<1_020).flatMap { number in
            (0..<5).map { time in
                let uuid = RepositoryHoldings.uuid(number, kind: "b")
                return "192.0.2.44 - - [15/Jun/2024:1\(time):35:07 +0000] "
                    + "\"GET /server/api/core/bitstreams/\(uuid)/content HTTP/1.1\" 200 512 \"-\" \"\(Site.browser)\""
            }
        }
        try site.directory.write(lines.joined(separator: "\n") + "\n", to: "a.log")
        #expect(try site.importing("a.log \(Self.sqlite)") == 100)
        var items: [String: Int] = [:]
        try SQLiteStore(path: site.directory.file("usage.sqlite")).events(StoreSelection(), in: .time) {
            items[$0.item.description, default: 0] += 1
        }
        #expect(
            items
                == Dictionary(uniqueKeysWithValues: (1_000..<1_020).map { ("oai:repo.example:1826/\($0)", 5) }))
        #expect(Set(repository.requests).count == repository.requests.count, "nothing is asked twice")
    }
}
