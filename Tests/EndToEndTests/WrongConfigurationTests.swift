import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// What is wrong with a set-up, as its user reads it; the README lists these lines.
struct WrongConfigurationTests {
    /// A mistake in a file, and the one line that names it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let file: String
        let right: String
        let wrong: String
        let line: String
    }

    static let mistakes = [
        Mistake(
            testDescription: "an unknown key", file: "workers_available/broker.conf",
            right: "fanout = pirus2", wrong: "fanout = pirus2\nidletim = 3",
            line: "workers_available/broker.conf:5: [worker_broker] idletim: unknown key; nearest: idletime"),
        Mistake(
            testDescription: "a missing plugin", file: "loglines.cfg",
            right: "plugin = combined", wrong: "plugin = combind",
            line:
                "loglines.cfg:9: [service_repo.example] plugin: plugin 'combind' is not compiled in; nearest: combined"),
        Mistake(
            testDescription: "a bad regex", file: "loglines.cfg",
            right: "^/items/([0-9]+)$", wrong: "^/items/([0-9]+$",
            line: "loglines.cfg:11: [service_repo.example] request_path: missing closing parenthesis at column 17"),
        Mistake(
            testDescription: "a value of the wrong type", file: "workers_available/access.conf",
            right: "start = beginning", wrong: "start = begining",
            line: "workers_available/access.conf:5: [logger_access] start: 'begining' is not one of end, beginning"),
        Mistake(
            testDescription: "an address that is none", file: "workers_available/pirus2.conf",
            right: "endpoint_url = http:", wrong: "endpoint_url = ftp:",
            line: "[worker_pirus2] endpoint_url: "),
        Mistake(
            testDescription: "a script of the original", file: "workers_available/broker.conf",
            right: "kind = broker", wrong: "command = ./broker.py",
            line:
                "workers_available/broker.conf:2: [worker_broker] command: broker.py is now built in as kind = broker; "
                + "remove this line"),
        Mistake(
            testDescription: "an environment variable that is not set", file: "loglines.cfg",
            right: "unixsocket", wrong: "password = ${LOGLINES_NOT_SET}\nunixsocket",
            line: "loglines.cfg:2: [redis] password: the environment has no variable LOGLINES_NOT_SET"),
    ]

    @Test("A mistake in a file is one line and exit code 78, for every command alike", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let site = try Site()
        try site.replace(mistake.right, with: mistake.wrong, in: mistake.file)
        for command in [["supervisor"], ["worker", "broker"], ["queues"], ["config", "check"]] {
            let outcome = try loglines(command, in: site.directory)
            #expect(outcome.code == 78)
            #expect(outcome.output == "")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.errors.contains(mistake.line), "\(outcome.errors)")
        }
    }

    @Test("A port that is taken: the tracker says so, and so does the supervisor that runs it")
    func portTaken() throws {
        let site = try Site()
        let address = "127.0.0.1:\(site.tracker.port)"
        let line = "Error: cannot listen on \(address): Address already in use"
        #expect(
            shell("'\(try builtProgram("loglines"))' tracker --listen \(address)", in: site.directory)
                == CommandOutcome(1, "", "\(line)\n"))
        try site.directory.write(
            "[process_tracker]\ncommand = loglines tracker --listen \(address)\nstartretries = 0\nstartsecs = 60\n",
            to: "workers_enabled/process_tracker.conf")
        try site.launch()
        try eventually("it is given up") {
            try site.processes.contains { $0.name == "tracker_0" && $0.statename == "FATAL" }
        }
        #expect(try site.processes.first { $0.name == "tracker_0" }?.description == "exited 1: \(line)")
        #expect(site.directory.read("supervisor.out")?.contains("tracker_0: FATAL (exited 1: \(line))\n") == true)
    }

    @Test("A second supervisor of a directory is refused")
    func twoSupervisors() throws {
        let site = try Site()
        try site.start()
        let pid = try #require(site.supervisor?.pid)
        #expect(
            try loglines("supervisor", in: site.directory)
                == CommandOutcome(1, "", "a supervisor of this directory is already running (pid \(pid))\n"))
    }

    @Test(
        "A log that cannot be read is waited for, and read once it can be",
        arguments: ["Not a regular file", "No such file"])
    func unreadableLog(reason: String) throws {
        let site = try Site()
        let log = site.directory.file("in/access.log")
        unlink(log)
        if reason == "Not a regular file" { mkdir(log, 0o755) }
        try site.start()
        try eventually("the tail says that it waits") {
            try site.heartbeat("access_0")["state"] == "waiting: \(log): \(reason)"
        }
        #expect(try site.heartbeat("access_0")["last_error"] == "\(log): \(reason); waiting for it")
        rmdir(log)
        try site.directory.write(Site.line(1) + "\n", to: "in/access.log")
        try site.settle(1)
    }

    @Test("A file that cannot be written is waited for, and gets its lines once it can be")
    func unwritableFile() throws {
        let site = try Site()
        try site.replace("logs/articles.log", with: "blocked/articles.log", in: "workers_available/articlelogger.conf")
        try site.directory.write("", to: "blocked")
        try site.append([Site.line(1)])
        try site.start()
        let file = site.directory.file("blocked/articles.log")
        try eventually("the logger says that it waits") {
            try site.heartbeat("articlelogger_0")["state"] == "waiting: \(file): cannot open: Not a directory"
        }
        unlink(site.directory.file("blocked"))
        try eventually("it has its line") { site.count("blocked/articles.log") == 1 }
    }

    @Test("A wrong Redis password: the commands end with it, the workers wait until it is right")
    func wrongPassword() throws {
        let site = try Site()
        try site.redis.run("CONFIG", "SET", "requirepass", "secret")
        site.redis.address.password = "secret"
        try site.replace("unixsocket", with: "password = wrong\nunixsocket", in: "loglines.cfg")
        try site.append([Site.line(1)])
        let reason =
            "redis \(site.redis.directory.file("redis.sock"))/0: WRONGPASS invalid username-password pair or user is disabled."
        #expect(
            try loglines("queues", in: site.directory) == CommandOutcome(1, "", "Error: \(reason)\n"))
        try site.start()
        try expectAway(reason, site)
        try site.replace("password = wrong", with: "password = secret", in: "loglines.cfg")
        #expect(try loglines("reload", in: site.directory).code == 0)
        try site.settle(1)
    }

    @Test("Redis down: the commands end with it, the workers wait until it is up")
    func redisDown() throws {
        let site = try Site()
        site.redis.kill()
        try site.append([Site.line(1)])
        let reason = "redis \(site.redis.directory.file("redis.sock"))/0: No such file or directory"
        #expect(
            try loglines("queues", in: site.directory) == CommandOutcome(1, "", "Error: \(reason)\n"))
        try site.start()
        try expectAway(reason, site)
        try site.redis.start()
        try site.settle(1)
        #expect(try site.processes.allSatisfy { $0.statename == "RUNNING" })
    }

    /// Expects every worker to say once that it waits for Redis, and to run on.
    private func expectAway(_ reason: String, _ site: Site) throws {
        for process in try site.processes {
            let log = "logs/\(process.name).log"
            try eventually("\(process.name) waits") {
                site.directory.read(log)?.hasSuffix(
                    " warning \(process.name): Redis is away, waiting reason=\(reason)\n") == true
            }
            #expect(process.statename == "RUNNING")
        }
    }
}
