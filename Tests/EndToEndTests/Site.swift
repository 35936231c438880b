import FoundationEssentials
import Glibc
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// A directory as a user sets it up: tail → broker → pirus2 → file loggers, with a Redis and a tracker of its own.
///
/// `in/access.log` is what the web server writes; `logs/articles.log` gets the lines that were sent, `logs/other.log` the
/// rest.
final class Site {
    /// Everybody's user agent, which is no robot's.
    static let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"

    let directory: TemporaryDirectory
    let redis: RedisServer
    let tracker: TrackerProcess
    private(set) var supervisor: ChildProcess?

    /// Writes the configuration and starts Redis and the tracker.
    /// - Parameters:
    ///   - service: The keys of `[service_repo.example]` besides its addresses.
    ///   - forwarder: Keys of `[worker_pirus2]` besides the usual ones, or instead of them.
    ///   - shared: What `loglines.cfg` holds besides.
    ///   - tracker: Options of the tracker's command line.
    init(
        service: String = Site.items, forwarder: [String: String] = [:], shared: String = "",
        tracker options: [String] = []
    ) throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer("--appendonly", "yes", "--appendfsync", "everysec")
        tracker = try TrackerProcess(directory, options)
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [DEFAULT]
            startsecs = 0.1
            maxbackoff = 0.2
            [service_repo.example]
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            \(service)
            \(shared)
            """, to: "loglines.cfg")
        for (name, text) in workers(forwarder) {
            try directory.write("\(text)\n", to: "workers_available/\(name).conf")
        }
        try directory.write("", to: "in/access.log")
        try FileManager.default.createDirectory(
            atPath: directory.file("workers_enabled"), withIntermediateDirectories: true)
        try #require(loglines(["enable"] + workers(forwarder).keys.sorted(), in: directory).code == 0)
    }

    /// A service whose items are `/items/NUMBER`.
    static let items = #"""
        plugin = combined
        format = combined
        request_path = ^/items/([0-9]+)$
        """#

    private func workers(_ forwarder: [String: String]) -> [String: String] {
        let keys = [
            "kind": "pirus2", "numprocs": "2", "listento": "pirus2", "endpoint_url": tracker.url, "retrybase": "0.2",
            "pauseonfail": "1", "success_queue": "articlelog", "other_queue": "otherlog",
        ].merging(forwarder) { $1 }
        return [
            "access": """
            [logger_access]
            pushto = loglines
            servicename = repo.example
            logfile = in/access.log
            start = beginning
            """,
            "broker": "[worker_broker]\nkind = broker\nlistento = loglines\nfanout = pirus2",
            "pirus2": (["[worker_pirus2]"] + keys.map { "\($0) = \($1)" }).joined(separator: "\n"),
            "articlelogger": "[logger_articlelogger]\nlistento = articlelog\nlogfile = logs/articles.log",
            "otherlogger": "[logger_otherlogger]\nlistento = otherlog\nlogfile = logs/other.log",
        ]
    }
}

// MARK: The supervisor

extension Site {
    /// Changes a file of the site as an editor does.
    func replace(_ old: String, with new: String, in file: String) throws {
        let text = try #require(directory.read(file))
        try #require(text.contains(old))
        try directory.write(text.replacing(old, with: new), to: file)
    }

    /// Starts the supervisor and waits until every process runs.
    func start() throws {
        try launch()
        try eventually("every process runs") {
            let processes = try self.processes
            return !processes.isEmpty && processes.allSatisfy { $0.statename == "RUNNING" }
        }
    }

    /// Starts the supervisor and waits until it can be talked to.
    func launch() throws {
        let program = try builtProgram("loglines")
        supervisor = try ChildProcess(
            program, ["supervisor", "--directory", directory.path], output: directory.file("supervisor.out"))
        try eventually("the supervisor answers") { try loglines("status", in: directory).code == 0 }
    }

    /// Stops the supervisor as Ctrl-C does.
    /// - Returns: Its exit code, and the processes of it that still exist.
    func stop() throws -> (code: Int32, left: [pid_t]) {
        let family = try processes.map(\.pid).filter { $0 > 0 }
        supervisor?.signal(SIGINT)
        let code = try #require(supervisor?.wait())
        return (code, family.filter { kill($0, 0) == 0 })
    }

    /// What `loglines status` says; nothing while no supervisor answers.
    var processes: [ReportedProcess] {
        get throws {
            let answer = try loglines("status", "--json", in: directory)
            guard answer.code == 0 else { return [] }
            return try JSONDecoder().decode([ReportedProcess].self, from: Data(answer.output.utf8))
        }
    }

    /// Kills one process outright, and waits until it is back.
    func killAndAwait(_ name: String) throws {
        let victim = try #require(try processes.first { $0.name == name && $0.pid > 0 }, "\(name) does not run")
        kill(victim.pid, SIGKILL)
        try eventually("\(name) is back") {
            try processes.contains { $0.name == name && $0.pid != victim.pid && $0.statename == "RUNNING" }
        }
    }
}

/// A process as `loglines status --json` has it.
struct ReportedProcess: Decodable {
    let name: String
    let statename: String
    let pid: pid_t
    let spawnerr: String
    let description: String
}

// MARK: Lines

extension Site {
    /// The line of a web log for a request of an item.
    static func line(_ item: Int, status: Int = 200, agent: String = Site.browser) -> String {
        "192.0.2.\(item % 250) - - [15/Jun/2024:12:35:07 +0000] \"GET /items/\(item) HTTP/1.1\" \(status) 512 \"-\" \"\(agent)\""
    }

    /// Appends lines to the web log, as the web server does: three of four are for the tracker.
    func append(items: Range<Int>) throws {
        try append(items.map { Site.line($0, status: $0 % 4 == 0 ? 404 : 200) })
    }

    /// Appends lines to the web log.
    func append(_ lines: [String]) throws {
        let descriptor = open(directory.file("in/access.log"), O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    }

    /// How many lines a file has.
    func count(_ file: String) -> Int {
        FileManager.default.contents(atPath: directory.file(file))?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }

    /// Waits until as many lines are accounted for, and no queue holds any.
    func settle(_ lines: Int, within seconds: Double = 30) throws {
        do {
            try eventually("\(lines) lines are accounted for", within: seconds) {
                count("logs/articles.log") + count("logs/other.log") + (try failed) >= lines
            }
            try eventually("the queues are empty", within: seconds) { try waiting == 0 }
        } catch let error as NotInTime {
            let queues = try loglines("queues", in: directory)
            let files = ["logs/articles.log", "logs/other.log"].map { "\($0): \(count($0))" }
            let log = directory.read("supervisor.out") ?? ""
            throw Unsettled(
                error: error, picture: ([queues.output, queues.errors] + files + [log]).joined(separator: "\n"))
        }
    }

    /// How many messages have been given up.
    var failed: Int {
        get throws { try length("failed:loglines") + length("failed:pirus2") }
    }

    /// How many entries a list in Redis has.
    func length(_ list: String) throws -> Int { try redis.run("LLEN", list).integer ?? 0 }

    /// How many messages the forwarders hold.
    var inFlight: Int {
        get throws { try length("temp:pirus2_0") + length("temp:pirus2_1") }
    }

    /// The messages that wait for another try.
    var retries: [String] {
        get throws { try redis.run("ZRANGE", "retry:pirus2", "0", "-1").elements.compactMap(\.text) }
    }

    /// How many messages wait anywhere or are in somebody's hands.
    private var waiting: Int {
        get throws {
            let lists = ["loglines", "pirus2", "articlelog", "otherlog"]
            let held = try redis.run("KEYS", "temp:*").elements.compactMap(\.text)
            return try (lists + held).reduce(0) { $0 + (try length($1)) }
                + (redis.run("ZCARD", "retry:pirus2").integer ?? 0)
        }
    }

    /// What a worker says of itself; nothing once it has ended.
    func heartbeat(_ worker: String) throws -> [String: String] { try redis.run("HGETALL", "worker:\(worker)").fields }

    /// Expects every line of the web log in `articles.log`, `other.log` or the failed list, each exactly once.
    func expectNothingLostOrDoubled(_ location: SourceLocation = #_sourceLocation) throws {
        let failures = try redis.list("failed:loglines") + redis.list("failed:pirus2")
        try directory.write(failures.map { $0 + "\n" }.joined(), to: "failed.jsonl")
        let comparison = shell(
            """
            export LC_ALL=C
            python3 '\(PackageRoot.path)/Tests/Scripts/failed_lines.py' failed.jsonl >failed.log
            touch logs/articles.log logs/other.log
            sort logs/articles.log logs/other.log failed.log >accounted.log
            sort in/access.log >expected.log
            cmp accounted.log expected.log || diff expected.log accounted.log | head -5
            """, in: directory)
        #expect(comparison == CommandOutcome(0, "", ""), sourceLocation: location)
        let ledger = try loglines("ledger", in: directory)
        #expect(
            ledger.code == 0 && ledger.output.contains("every line is accounted for"), "\(ledger)",
            sourceLocation: location)
    }
}

/// A site that did not come to rest, with what it looked like.
struct Unsettled: Error, CustomStringConvertible {
    let error: NotInTime
    let picture: String

    var description: String { "\(error)\n\(picture)" }
}
