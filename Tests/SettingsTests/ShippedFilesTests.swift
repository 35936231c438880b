import FoundationEssentials
import TestKit
import Testing

@testable import Settings

/// The repository's own files, the example site, and the original's configuration.
struct ShippedFilesTests {
    private static let root = FileManager.default.currentDirectoryPath
    private static let example = "\(root)/../shared/examples/site"

    @Test("The repository's own configuration is right, and all of it enabled")
    func own() throws {
        let loaded = ConfigurationLoader.check(directory: Self.root, environment: [:])
        #expect(loaded.problems.filter { !$0.message.hasSuffix("no such file yet") }.isEmpty)
        #expect(
            loaded.configuration?.workers.map(\.name) == [
                "redis", "tracker", "access", "articlelogger", "broker", "console", "otherlogger", "pirus2",
                "publisher", "recorder", "generator",
            ])
    }

    @Test("The repository's files name every key there is, with its default where it is commented out")
    func everyKey() throws {
        let names =
            ["loglines.cfg"]
            + WorkerFiles(directory: Self.root).names(in: .available).map { "workers_available/\($0).conf" }
        let lines = try names.flatMap {
            String(decoding: try contents(of: "\(Self.root)/\($0)"), as: UTF8.self).split(separator: "\n")
        }
        func expect<Root>(_ keys: [SettingKey<Root>], _ fresh: Root) {
            for key in keys {
                let isSet = lines.contains { $0.hasPrefix("\(key.name) = ") }
                let isShown = lines.contains { $0 == "# \(key.name) = \(key.show(fresh))".trimmed[...] }
                #expect(isSet || isShown, "\(key.name) = \(key.show(fresh))")
            }
        }
        expect(SupervisorSettings.keys, SupervisorSettings())
        expect(RedisSettings.keys, RedisSettings())
        expect(ProcessSettings.keys, ProcessSettings())
        expect(ServiceSettings.keys, ServiceSettings(id: "", plugin: ""))
        expect(WorkerBasics.keys, WorkerBasics())
        expect(TailSettings.keys, TailSettings(pushto: "", servicename: "", logfile: []))
        expect(BrokerSettings.keys, BrokerSettings(listento: "", fanout: []))
        expect(FileLoggerSettings.keys, FileLoggerSettings(listento: "", logfile: ""))
        expect(ConsoleSettings.keys.filter { ["ingest_wait", "moksha_port"].contains($0.name) }, ConsoleSettings())
        expect(PublisherSettings.keys, PublisherSettings(listento: ""))
        expect(ZeroMQSettings.keys, ZeroMQSettings(pushto: "", servicename: ""))
        expect(RecorderSettings.keys, RecorderSettings(listento: ""))
        expect(ActionsSettings.keys, ActionsSettings())
        expect(StatsDSettings.keys, StatsDSettings())
        expect(GraphiteSettings.keys, GraphiteSettings(listento: ""))
        expect(ForwarderSettings.keys, ForwarderSettings(listento: "", endpointURL: ""))
    }

    @Test(
        "The example site loads as it stands",
        .enabled(if: FileManager.default.fileExists(atPath: example), "../shared/examples/site is not here"))
    func exampleSite() throws {
        let loaded = ConfigurationLoader.check(directory: Self.example, environment: [:])
        #expect(loaded.problems.filter { !$0.message.hasSuffix("no such file yet") } == [])
        let configuration = try #require(loaded.configuration)
        #expect(configuration.workers.map(\.name) == ["access", "articlelogger", "broker", "otherlogger", "pirus2"])
        #expect(configuration.worker(named: "pirus2")?.process.numprocs == 2)
    }

    @Test(
        "So it does with all its workers enabled",
        .enabled(if: FileManager.default.fileExists(atPath: example), "../shared/examples/site is not here"))
    func wholeExampleSite() throws {
        let site = try TemporaryDirectory()
        try #require(shell("cp -r '\(Self.example)'/* . && cp workers_available/* workers_enabled", in: site).code == 0)
        let loaded = ConfigurationLoader.check(directory: site.path, environment: [:])
        #expect(loaded.problems.filter { $0.severity == .error } == [])
    }

    /// In the manner of the original's `loglines.cfg`, with every key that it had.
    private static let original = """
        [redis]
        host = localhost
        port = 6379
        db = 0
        [redis_test]
        host = localhost
        db = 1
        [supervisor]
        port = 127.0.0.1:9001
        username = guest
        password = guest
        [queues]
        prefix = q:
        [logger_logfilewatcher]
        command = ./logfilewatcher.py
        pushto = loglines
        servicename = repo.example
        logfile = /dev/null
        stdout_logfile = workerlogs/logfilewatcher.log
        [worker_broker]
        listento = loglines
        command = ./broker.py
        fanout = pirus2
        fanout_status_queue = broker_temp
        # seconds
        idletime = 1
        [worker_pirus2]
        listento = pirus2
        command = ./pirus2.py
        debug = true
        numprocs = 3
        repository_plugin = plugins.ora_utils
        endpoint_url = http://tracker.example/tracker/
        url_ver = Z39.88-2004
        rfr_id = repo.example
        success = 200
        timeout = 60
        pauseonfail = 3600
        ratelimit = 1
        success_queue = articlelog
        other_queue = otherlog
        [logger_articlelogger]
        listento = articlelog
        command = ./logfromqueue.py
        logfile = logs/articles.log
        """

    @Test("An original configuration says what replaces its commands, and loads without them")
    func originalConfiguration() throws {
        let loaded = try Site(Self.original).load()
        #expect(
            loaded.problems.filter { $0.severity == .error }.map(\.message) == [
                "logfilewatcher.py is now built in as kind = tail; remove this line",
                "broker.py is now built in as kind = broker; remove this line",
                "pirus2.py is now built in as kind = pirus2; remove this line",
                "logfromqueue.py is now built in as kind = file; remove this line",
            ])
        let without = Self.original.split(separator: "\n").filter { !$0.hasPrefix("command") }.joined(separator: "\n")
        let cleaned = try Site(without).load(plugins: ["ora": []])
        #expect(cleaned.problems.map(\.key) == [nil, "fanout_status_queue", "idletime"])
        let workers = try #require(cleaned.configuration).workers
        #expect(workers.map(\.job.kind) == ["file", "broker", "tail", "pirus2"])
        #expect(workers.last?.job.repositoryPlugin == "ora")
    }
}
