import FoundationEssentials
import Glibc
import RedisClient
import TestKit

/// The system under test, as a user sets it up: two logs, tail → broker → pirus2 and a second queue, file loggers at every
/// end, a Redis and a tracker; and what has been done to it.
final class Plant {
    /// How many requests a forwarder may have in flight, and how many forwarders there are.
    static let concurrency = 8
    static let forwarders = 2

    let directory: TemporaryDirectory
    let redis: RedisUnderTest
    let tracker: SoakTracker
    let writer: LineWriter
    /// Nil where nothing may be mounted, or no clock can be put under a process.
    let disk: SmallDisk?
    let clock: SteppingClock?
    private var supervisor: ChildProcess?

    /// What differs from seed to seed: whether the broker isolates, double clicks are looked for, and queues become full.
    private let isolates: Bool
    private let holdsClicks: Bool
    private let maxlength: Int
    var variants: [String] {
        [
            "isolate = \(isolates ? "yes" : "no")", "double_clicks \(holdsClicks ? "on" : "off")",
            "maxlength = \(maxlength)",
        ]
    }

    /// Forwarders that were killed while they lived.
    private(set) var forwarderDeaths = 0
    /// What Redis was made to forget: uses that had been sent since, and how often it happened.
    var forgotten = (sends: 0, times: 0)
    /// Whether the tail has been stopped by us.
    var isTailStopped = false

    init(seconds: Double, seed: UInt64) throws {
        directory = try TemporaryDirectory()
        clock = try SteppingClock(directory)
        // Two logs of a line of 130 bytes for each, and room to spare: faults may take longer than planned.
        let bytes = 2 * Int(seconds) * LineWriter.rate * 2 * 150
        let megabytes = 32 + (bytes >> 20)
        disk = SmallDisk(at: directory.file("disk"), megabytes: megabytes, in: directory)
        let tracker = try SoakTracker()
        self.tracker = tracker
        redis = try RedisUnderTest(directory, environment: clock?.environment ?? [:]) { tracker.taken }
        writer = LineWriter([directory.file("in/front.log"), directory.file("in/back.log")], seed: seed)
        isolates = seed & 1 == 1
        holdsClicks = seed & 2 == 2
        maxlength = seed & 4 == 4 ? 1_000 : 1_000_000
        try configure()
    }

    deinit {
        // Before its files go.
        supervisor?.end(SIGKILL)
        tracker.close()
        // A directory with a mount in it cannot be removed.
        disk?.unmount()
    }

    private func configure() throws {
        let files = [
            "loglines.cfg": """
            [redis]
            unixsocket = \(redis.socket)
            maxlength = \(maxlength)
            [DEFAULT]
            startsecs = 0.1
            startretries = 100
            maxbackoff = 1
            [service_repo.example]
            plugin = combined
            format = combined
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            request_path = ^/items/([0-9]+)$
            double_clicks = \(holdsClicks ? "1" : "no")
            """,
            "workers_available/access.conf": """
            [logger_access]
            pushto = loglines
            servicename = repo.example
            logfile = in/*.log
            start = beginning
            """,
            "workers_available/broker.conf":
                """
            [worker_broker]
            kind = broker
            listento = loglines
            fanout = pirus2, archive
            isolate = \(isolates ? "yes" : "no")
            """,
            "workers_available/pirus2.conf": """
            [worker_pirus2]
            kind = pirus2
            numprocs = \(Plant.forwarders)
            concurrency = \(Plant.concurrency)
            listento = pirus2
            endpoint_url = \(tracker.url)
            timeout = 4
            retrybase = 0.2
            maxtries = 1000
            pauseonfail = 2
            success_queue = articlelog
            other_queue = otherlog
            """,
            "workers_available/articles.conf": "[logger_articles]\nlistento = articlelog\nlogfile = disk/articles.log",
            "workers_available/other.conf": "[logger_other]\nlistento = otherlog\nlogfile = disk/other.log",
            "workers_available/archive.conf": "[logger_archive]\nlistento = archive\nlogfile = disk/archive.log",
            "in/front.log": "", "in/back.log": "",
        ]
        for (name, text) in files { try directory.write("\(text)\n", to: name) }
        let enabled = try loglines(
            ["enable", "access", "broker", "pirus2", "articles", "other", "archive"], in: directory)
        guard enabled.code == 0 else { throw SoakError(enabled.errors) }
    }
}

// MARK: The supervisor and its children

extension Plant {
    /// Starts the supervisor if it does not run, and waits until it can be talked to.
    func start() throws {
        if let supervisor, supervisor.exit == nil { return }
        supervisor = try ChildProcess(
            builtProgram("loglines"), ["supervisor", "--directory", directory.path],
            environment: clock?.environment ?? [:], output: directory.file("supervisor.out"))
        isTailStopped = false
        try eventually("the supervisor answers", within: 120) { try loglines("status", in: directory).code == 0 }
    }

    /// kill -9 of the supervisor, and so of its children.
    func killSupervisor() {
        guard let supervisor, supervisor.exit == nil else { return }
        forwarderDeaths += children.count { $0.name == "pirus2" }
        supervisor.end(SIGKILL)
        self.supervisor = nil
    }

    /// kill -9 of a child.
    func kill(_ child: Child) {
        Glibc.kill(child.pid, SIGKILL)
        if child.name == "pirus2" { forwarderDeaths += 1 }
    }

    /// A worker process.
    struct Child {
        let pid: pid_t
        let name: String
    }

    /// The workers that live, by what /proc tells; in the order of their numbers.
    var children: [Child] {
        guard let parent = supervisor?.pid else { return [] }
        let tasks = FileManager.default.contents(atPath: "/proc/\(parent)/task/\(parent)/children") ?? Data()
        return String(decoding: tasks, as: UTF8.self).split(separator: " ").compactMap { word in
            let words = FileManager.default.contents(atPath: "/proc/\(word)/cmdline")?.split(separator: 0) ?? []
            guard let pid = pid_t(word), words.count > 2, words[1] == Data("worker".utf8) else { return nil }
            return Child(pid: pid, name: String(decoding: words[2], as: UTF8.self))
        }
    }

    /// How workers ended that were not killed by us, as the supervisor tells it.
    var unexpectedEndings: [String] {
        (directory.read("supervisor.out") ?? "").split(separator: "\n").map(String.init).filter { line in
            ["EXITED", "BACKOFF", "FATAL", "rror"].contains { line.contains($0) } && !line.contains("killed by SIGKILL")
        }
    }
}

// MARK: How it stands

extension Plant {
    static let queues = ["loglines", "pirus2", "archive", "articlelog", "otherlog"]
    static let logs = ["disk/articles.log", "disk/other.log", "disk/archive.log"]

    /// How many lines a log has.
    func lines(_ log: String) -> Int {
        FileManager.default.contents(atPath: directory.file(log))?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }

    /// Waits until the tail has seen both of its logs.
    func awaitFirstLines() throws {
        for file in writer.files {
            try eventually("the tail follows \(file)", within: 120) {
                try redis.run(["KEYS", "checkpoint:*:\(file)"]).first?.elements.isEmpty == false
            }
        }
    }

    /// How many messages wait anywhere or are in somebody's hands.
    func waiting() throws -> Int {
        let held = try redis.run(["KEYS", "temp:*"]).first?.elements.compactMap(\.text) ?? []
        let retries = try Plant.queues.reduce(0) {
            $0 + (try redis.run(["ZCARD", "retry:\($1)"]).first?.integer ?? 0)
        }
        return try redis.length(Plant.queues + held) + retries
    }

    /// The whole picture, for whoever has to find out what went wrong.
    var picture: String {
        let parts = [["queues"], ["status"]].map { words in
            do {
                let answer = try loglines(words, in: directory)
                return answer.output + answer.errors
            } catch {
                return "\(words): \(error)"
            }
        }
        let logs = Plant.logs.map { "\($0): \(lines($0)) lines" }
        let ends = shell("tail -n 8 supervisor.out logs/*.log logs/*.err", in: directory).output
        return (parts + ["written: \(writer.written) lines"] + logs + [ends]).joined(separator: "\n")
    }
}
