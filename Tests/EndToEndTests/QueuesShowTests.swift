import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// What `loglines queues show` prints.
struct QueuesShowTests {
    private let directory: TemporaryDirectory
    private let redis: RedisServer

    init() throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer()
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [logger_x]
            listento = q
            logfile = blocked/x.log
            """, to: "loglines.cfg")
    }

    private func push(_ line: String, to key: String) throws {
        try redis.run("LPUSH", key, #"{"service":"s","logline":"\#(line)"}"#)
    }

    @Test("What workers hold, with who they are and for how long")
    func inFlight() throws {
        try directory.write("", to: "blocked")
        for line in ["1", "2"] { try push(line, to: "q") }
        let worker = try ChildProcess(builtProgram("loglines"), ["worker", "x", "-C", directory.path])
        try eventually("it holds both, and says so") {
            try redis.run("HGET", "worker:x_0", "claims").text?.hasSuffix(":2") == true
                && redis.run("HGET", "worker:x_0", "state").text?.hasPrefix("waiting") == true
        }
        // Another one died a while ago; what it held is not messages only.
        let beat = time(nil) - 20
        try redis.run("HSET", "workers", "old_0", "q")
        try redis.run("HSET", "worker:old_0", "host", "h", "pid", "7", "state", "running", "beat", "\(beat)")
        try redis.run("HSET", "worker:old_0", "claims", "\(beat - 100):1")
        try push("3", to: "temp:old_0")
        try redis.run("LPUSH", "temp:old_0", "nonsense")
        try redis.run("HSET", "workers", "none_0", "q")

        let all = try loglines(["queues", "show", "q", "--in-flight"], in: directory)
        let text = all.output
        #expect(all.code == 0 && text.contains("none_0: no heartbeat; 0 held\n"), "\(all)")
        #expect(
            text.contains("x_0: ") && text.contains("pid \(worker.pid), waiting: ")
                && text.contains("; 2 held, the oldest for "))
        #expect(text.contains("old_0: h, pid 7, gone since ") && text.contains("2 held, the oldest for 12"))
        #expect(text.contains("? ") && text.contains(": nonsense\n"))

        let json = try loglines(["queues", "show", "temp:old_0", "--json"], in: directory).output.split(separator: "\n")
        #expect(json.count == 2)
        #expect(json.first?.contains(#""worker":"old_0""#) == true && json.first?.contains(#""logline":"3""#) == true)
        #expect(json.first?.contains(#""age":12"#) == true && json.last?.contains(#""age""#) == false)
        worker.end(SIGTERM)
    }

    @Test("Retries with the time they are due")
    func retries() throws {
        for (line, due) in [("late", "1800000001000"), ("soon", "1800000000000")] {
            try redis.run("ZADD", "retry:p", due, #"{"service":"s","logline":"\#(line)","id":"i","tries":2}"#)
        }
        let shown = try loglines(["queues", "show", "retry:p"], in: directory)
        #expect(
            shown.output == """
                s  i  2 tries  due 2027-01-15T08:00:00Z
                    soon
                s  i  2 tries  due 2027-01-15T08:00:01Z
                    late

                """)
        #expect(shown.code == 0)
    }

    @Test(
        "What is not there is said; a known queue may be empty", arguments: ["nosuch", "retry:nosuch", "temp:nosuch_0"])
    func missing(name: String) throws {
        let shown = try loglines(["queues", "show", name], in: directory)
        let what = name == "temp:nosuch_0" ? "worker nosuch_0" : "queue nosuch"
        #expect(shown == CommandOutcome(1, "", "there is no \(what); `loglines queues` lists what there is\n"))
        #expect(try loglines(["queues", "show", "q"], in: directory) == CommandOutcome(0, "", ""))
    }
}
