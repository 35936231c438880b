import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// The configuration's commands as people and scripts call them.
struct ConfigCommandTests {
    /// Writes a small site: a Redis with a password, a broker that is enabled and a forwarder that is not.
    private func makeSite() throws -> TemporaryDirectory {
        let site = try TemporaryDirectory()
        try site.write("[redis]\npassword = hidden\n", to: "loglines.cfg")
        try site.write("[worker_broker]\nlistento = a\nfanout = b\n", to: "workers_available/broker.conf")
        try site.write(
            "[worker_pirus2]\nlistento = b\nendpoint_url = http://x.example/\n", to: "workers_available/pirus2.conf")
        try #expect(loglines("enable", "broker", in: site) == CommandOutcome(0, "broker: enabled\n", ""))
        return site
    }

    @Test("config check: 0 when all is right; 78 and every problem on stderr when not")
    func check() throws {
        let site = try makeSite()
        try #expect(
            loglines("config", "check", in: site)
                == CommandOutcome(0, "good: services 0, workers 1, processes 1, warnings 0\n", ""))
        try site.write("[redis]\nprot = 1\nport = x\n", to: "loglines.cfg")
        let problems = """
            loglines.cfg:2: [redis] prot: unknown key; nearest: port
            loglines.cfg:3: [redis] port: 'x' is not a whole number from 1 to 65535

            """
        try #expect(loglines("config", "check", in: site) == CommandOutcome(78, "", problems))
        try #expect(loglines("config", "show", in: site) == CommandOutcome(78, "", problems))
        let json = try loglines("config", "check", "--json", in: site)
        #expect(json.code == 78)
        let read = try JSONDecoder().decode([Problem].self, from: Data(json.output.utf8))
        #expect(read.map(\.line) == [2, 3])
        #expect(read.map(\.key) == ["prot", "port"])
    }

    @Test("config show: every value with its origin, no secret")
    func show() throws {
        let site = try makeSite()
        let text = try loglines("config", "show", in: site).output
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("password = •••• loglines.cfg:2"))
        #expect(lines.contains("port = 6379 default"))
        #expect(lines.contains("fanout = b workers_available/broker.conf:3"))
        #expect(!text.contains("hidden"))
        let json = try loglines("config", "show", "--json", in: site).output
        let values = try JSONDecoder().decode([Value].self, from: Data(json.utf8))
        #expect(values.contains(Value(section: "redis", key: "port", value: "6379", origin: "default")))
        #expect(!json.contains("hidden"))
    }

    @Test("enable, disable and workers")
    func workers() throws {
        let site = try makeSite()
        try #expect(
            loglines("enable", "broker", "pirus2", in: site).output == "broker: was enabled already\npirus2: enabled\n")
        try #expect(loglines("disable", "broker", in: site) == CommandOutcome(0, "broker: disabled\n", ""))
        try #expect(loglines("disable", "broker", in: site) == CommandOutcome(0, "broker: was not enabled\n", ""))
        try #expect(
            loglines("enable", "brker", in: site)
                == CommandOutcome(64, "", "workers_available/brker.conf: there is no such file; nearest: broker\n"))
        try #expect(loglines("workers", in: site).output == "broker  disabled  broker\npirus2  enabled   pirus2\n")
        let json = try loglines("workers", "--json", in: site).output
        let list = try JSONDecoder().decode([Worker].self, from: Data(json.utf8))
        #expect(
            list == [
                Worker(name: "broker", enabled: false, kind: "broker"),
                Worker(name: "pirus2", enabled: true, kind: "pirus2"),
            ])
    }

    @Test("A worker whose file is wrong is not enabled")
    func broken() throws {
        let site = try makeSite()
        try site.write("[worker_statsd]\nkind = statsd\nflush = 0\n", to: "workers_available/statsd.conf")
        try #expect(
            loglines("enable", "statsd", in: site)
                == CommandOutcome(
                    78, "",
                    "workers_available/statsd.conf:3: [worker_statsd] flush: '0' is not a whole number from 1 to 3600\n"
                ))
        try site.write("[worker_statsd]\nkind = statsd\n", to: "workers_available/statsd.conf")
        try site.write("[logger_broker]\nlistento = z\nlogfile = b\n", to: "workers_available/twin.conf")
        try #expect(
            loglines("enable", "twin", in: site)
                == CommandOutcome(
                    78, "",
                    "workers_available/twin.conf:1: [logger_broker] the name broker is taken by [worker_broker] "
                        + "(workers_available/broker.conf:1)\n"))
        try #expect(loglines("config", "check", in: site).code == 0)
    }

    /// What `config check` says of a file of places.
    private func warning(of file: String) throws -> String {
        let site = try makeSite()
        try site.write("[service_s]\nplugin = ringserver\ngeoip = \(file)\n", to: "loglines.cfg")
        let outcome = try loglines("config", "check", in: site)
        #expect(outcome.code == 0)
        return outcome.errors.replacing(site.path, with: "SITE")
    }

    @Test("A file of places that is not there is warned of, and nothing more")
    func missingPlaces() throws {
        #expect(
            try warning(of: "data/none.mmdb")
                == "loglines.cfg:3: warning: [service_s] geoip: SITE/data/none.mmdb: No such file or directory; "
                + "where clients are stays unknown\n")
    }

    private static let places = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
        .first(where: FileManager.default.fileExists(atPath:))

    @Test("A file of places that is old is warned of", .enabled(if: places != nil, "scripts/setup --tests fetches it"))
    func oldPlaces() throws {
        let path = try #require(Self.places)
        #expect(
            try warning(of: path)
                == "loglines.cfg:3: warning: [service_s] geoip: \(path): was made on 2018-07-03, more than a year ago\n"
        )
    }

    @Test("Wrong use is 64")
    func wrongUse() throws {
        let site = try makeSite()
        try #expect(loglines("enable", in: site).code == 64)
        try #expect(loglines("config", "check", "--nonsense", in: site).code == 64)
    }
}

private struct Problem: Decodable {
    let line: Int
    let key: String
}

private struct Value: Decodable, Equatable {
    let section: String
    let key: String
    let value: String
    let origin: String
}

private struct Worker: Decodable, Equatable {
    let name: String
    let enabled: Bool
    let kind: String
}
