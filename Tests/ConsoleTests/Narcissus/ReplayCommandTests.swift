import PluginTestKit
import RedisClient
import TestKit
import Testing

/// `loglines live --replay`, as people call it, with a console that listens.
@Suite("Replays")
struct ReplayCommandTests {
    private let site: ConsoleSite

    init() throws {
        site = try ConsoleSite(
            """
            [service_repo.example]
            plugin = combined
            format = combined
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            request_path = ^/items/([0-9]+)$
            [service_other.example]
            plugin = combined
            format = combined
            base_url = http://other.example
            request_path = ^/x/([0-9]+)$
            [worker_publisher]
            kind = publisher
            listento = live
            """)
        try site.directory.write(
            (1...20).map { TrafficSite.line($0, status: $0 % 4 == 0 ? 404 : 200) + "\n" }.joined(), to: "old.log")
    }

    private func live(_ arguments: String...) throws -> CommandOutcome {
        try loglines(["live"] + arguments, in: site.directory)
    }

    @Test("A log file's hits come to those who look on, and say that they are a replay")
    func file() throws {
        let client = try LiveClient(site, try site.logIn().cookie)
        client.subscribe("hits?service=repo.example")
        try client.hear("hits?service=repo.example", "hits")
        try #require(shell("gzip old.log", in: site.directory).code == 0)
        let outcome = try live("--replay", site.directory.file("old.log.gz"), "--service", "repo.example")
        #expect(outcome == CommandOutcome(0, "", "20 hits from 2024-06-15T12:35:07Z to 2024-06-15T12:35:07Z\n"))
        try client.hear("hits?service=repo.example", #""replay":true"#)
    }

    @Test("Uses of a store come too; plain `live` prints them as lines and as JSON")
    func store() throws {
        let output = site.directory.file("heard")
        let listener = try ChildProcess(
            try builtProgram("loglines"), ["live", "--directory", site.directory.path], output: output)
        let reader = try ChildProcess(
            try builtProgram("loglines"), ["live", "--json", "--directory", site.directory.path],
            output: site.directory.file("heard.json"))
        try eventually("three listen") {
            try site.redis.run("PUBSUB", "NUMSUB", "live").elements.last?.integer == 3
        }
        try #require(
            loglines(
                ["import", site.directory.file("old.log"), "--service", "repo.example", "--direct"],
                in: site.directory
            ).code == 0)
        let outcome = try live("--replay", "store", "--from", "2024-06-15", "--to", "2024-06-15", "--speed", "60")
        #expect(outcome == CommandOutcome(0, "", "15 hits from 2024-06-15T12:35:07Z to 2024-06-15T12:35:07Z\n"))
        try eventually("all are printed") {
            site.directory.read("heard")?.split(separator: "\n").count == 15
                && site.directory.read("heard.json")?.split(separator: "\n").count == 15
        }
        let line = site.directory.read("heard")?.split(separator: "\n").first
        #expect(line == "2024-06-15T12:35:07Z  download      --  200  /items/1  repo.example  (replay)")
        #expect(site.directory.read("heard.json")?.contains(#""item":"oai:repo.example:1""#) == true)
        for process in [listener, reader] {
            process.signal(2)
            #expect(process.wait() == 0)
        }
    }

    @Test("What cannot be replayed is said in one line")
    func errors() throws {
        let file = site.directory.file("old.log")
        let store = "sqlite:\(site.directory.file("data/usage.sqlite"))"
        #expect(
            try live("--replay", file, "--service", "repo.exmaple").errors
                == "--service: there is no section [service_repo.exmaple]; nearest: repo.example\n")
        let unnamed = try live("--replay", file)
        #expect(unnamed.code == 64)
        #expect(unnamed.errors.hasPrefix("Error: --service: whose lines they are: other.example, repo.example\n"))
        #expect(
            try live("--replay", file, "--service", "repo.example", "--from", "2024-06-16")
                == CommandOutcome(1, "", "\(file): no hits of repo.example from 2024-06-16T00:00:00Z\n"))
        #expect(
            try live("--replay", "store")
                == CommandOutcome(
                    1, "", "\(store): there is no store yet; a recorder makes it when it starts\n"))
        try #require(
            loglines(["import", file, "--service", "repo.example", "--direct"], in: site.directory).code == 0)
        #expect(
            try live("--replay", "store", "--service", "repo.example", "--to", "2024-06-14")
                == CommandOutcome(
                    1, "",
                    "\(store): no hits of repo.example to 2024-06-14T23:59:59Z; it has some from 2024-06-15T12:35:07Z to 2024-06-15T12:35:07Z\n"
                ))
        let unknown = try live("--replay", "store", "--service", "none.example")
        #expect(unknown.code == 78)
        #expect(unknown.errors.hasSuffix(", and \(store) has no events of it\n"))
        #expect(try live("--replay", "missing.log", "--service", "repo.example").errors.contains("No such file"))
        for wrong in [["--speed", "61"], ["--from", "2024-06-16", "--to", "2024-06-15"], ["--database", "sqlite:x"]] {
            #expect(try loglines(["live", "--replay", file] + wrong, in: site.directory).code == 64)
        }
        #expect(try live("--speed", "2").code == 64)
    }
}
