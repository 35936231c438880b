import Glibc
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// What is kept of actions, whoever dies.
@Suite(.serialized) struct ActionsKeptTests {
    @Test("Histories outlive the worker's death and come back in the greeting")
    func killed() throws {
        let site = try ActionsSite("history = 3")
        try site.say("abc 1\nabc 2 kg\nabc 3\nabc 4.5\nmood so  so\ncoffee ++\ncoffee += 2\n")
        try eventually("they are there") { try site.count("COFFEE") == 2 }
        site.kill()
        try site.start()
        let state = shell(
            "python3 -c 'import socket, json; d = json.loads(socket.create_connection((\"127.0.0.1\", \(site.port))).recv(65536)); print([p[\"y\"] for p in d[\"ABC\"]], sorted(d))'",
            in: site.directory)
        #expect(state.output == "[2.0, 3.0, 4.5] ['ABC', 'COFFEE']\n", "\(state)")
        #expect(
            try site.entries("MOOD").map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
                "category 1.0 so so"
            ])
        #expect(try site.redis.run("HGET", "actions:actions_0:sums", "COFFEE").text == "3")
        try site.say("abc 5\n")
        try eventually("it goes on") { try site.count("ABC") == 5 }
        #expect(try site.entries("ABC").count == 3)
    }

    @Test("A worker that is killed again and again loses nothing that it has acknowledged, and doubles nothing")
    func acknowledged() throws {
        let site = try ActionsSite("pushto = usage", "[service_actions]\nplugin = actions")
        try site.directory.write(
            """
            import json, socket, sys, time
            told = 0
            number = 0
            while number < 3000:
                try:
                    s = socket.create_connection(("127.0.0.1", \(site.port)), timeout=5)
                    s.sendall(b"?quiet\\n?ack\\n")
                    base, ok, data = number, 0, b""
                    while number < 3000:
                        s.sendall(b"".join(b"n%d %d\\n" % (n % 7, n) for n in range(number, number + 50)))
                        while ok < number + 50 - base:
                            part = s.recv(65536)
                            if not part: raise ConnectionError
                            data += part
                            *lines, data = data.split(b"\\r\\n")
                            for line in lines: ok = json.loads(line).get("ok", ok)
                        number += 50
                        print(number, flush=True)
                except OSError:
                    # What was not acknowledged may be kept or not: other numbers are used from here on.
                    number += 50
                    time.sleep(0.05)
            """, to: "sender.py")
        let sender = try ChildProcess(
            "/usr/bin/python3", [site.directory.file("sender.py")], output: site.directory.file("acknowledged"))
        var acknowledged = 0
        for _ in 1...4 {
            let before = acknowledged
            try eventually("more are acknowledged") {
                acknowledged = site.directory.read("acknowledged")?.split(separator: "\n").count ?? 0
                return acknowledged >= min(before + 3, 40)
            }
            site.kill()
            try site.start()
        }
        #expect(sender.wait() == 0)
        let told = Set(
            (site.directory.read("acknowledged") ?? "").split(separator: "\n").compactMap { Int($0) }
                .flatMap { ($0 - 50)..<$0 })
        let messages = try site.redis.list("usage")
        let numbers = try messages.map { message -> Int in
            let line = try #require(message.firstMatch(of: /measurement N[0-6] ([0-9]+)\.0"/))
            return try #require(Int(line.output.1))
        }
        #expect(told.isSubset(of: numbers) && Set(numbers).count == numbers.count && told.count > 1_000)
        let ids = messages.compactMap { $0.firstMatch(of: /"id":"([0-9a-f]{16}:[0-9]+)"/)?.output.1 }
        #expect(Set(ids).count == numbers.count)
    }

    @Test("While Redis is away lines wait; then each is there once")
    func redisAway() throws {
        let site = try ActionsSite("pushto = usage\nhistory = 1000", "[service_actions]\nplugin = actions")
        try site.say("abc 0\n")
        try eventually("one is there") { try site.redis.list("usage").count == 1 }
        site.redis.kill()
        try site.say((1...500).map { "abc \($0)\n" }.joined())
        let log = site.directory
        try eventually("it says so") { log.read("worker.out")?.contains("Redis is away") == true }
        try site.redis.start()
        try eventually("all are there") { try site.redis.list("usage").count == 501 }
        let numbers = try site.entries("ABC").reversed().compactMap {
            $0.split(separator: " ").last.flatMap { Double($0) }
        }
        #expect(numbers == (0...500).map(Double.init))
        #expect(try site.count("ABC") == 501)
    }

    @Test("What Redis has forgotten it is told again")
    func redisForgets() throws {
        let site = try ActionsSite("pushto = usage\nhistory = 1000")
        try site.say((1...10).map { "abc \($0)\n" }.joined())
        try eventually("they are there") { try site.count("ABC") == 10 }
        // As a Redis that lost its last lines in a power cut would stand.
        let generation = try site.redis.run("HGET", "actions:actions_0", "generation").text ?? ""
        _ = try site.redis.run("FLUSHALL")
        _ = try site.redis.run("HSET", "actions:actions_0", "generation", generation, "offset", "4")
        try site.say("abc 11\n")
        try eventually("the last seven are there") { try site.redis.list("usage").count == 7 }
        #expect(
            try site.entries("ABC").compactMap { $0.split(separator: " ").last } == [
                "11.0", "10.0", "9.0", "8.0", "7.0", "6.0", "5.0",
            ])
    }

    @Test("Good lines go through the queue into the store's points, and the ledger closes")
    func recorded() throws {
        let site = try ActionsSite(
            "pushto = usage",
            """
            [service_actions]
            plugin = actions
            [worker_recorder]
            kind = recorder
            listento = usage
            database = sqlite:usage.sqlite
            """)
        let recorder = try ChildProcess(
            try builtProgram("loglines"), ["worker", "recorder", "0", "--directory", site.directory.path],
            output: site.directory.file("recorder.out"))
        try site.say("temp 21.5 °C\r\ncoffee ++\r\nbackup\r\ngoodnight 11:00 PM\r\nmood happy\r\nabc nan\r\n")
        let query =
            "python3 -c 'import sqlite3; print(*sqlite3.connect(\"usage.sqlite\").execute(\"select service, name, value, unit, kind from points order by id\"), sep=chr(10))'"
        try eventually("five are recorded") {
            shell(query, in: site.directory).output.split(separator: "\n").count == 5
        }
        #expect(
            shell(query, in: site.directory).output == """
                ('actions', 'TEMP', 21.5, '°C', 'measurement')
                ('actions', 'COFFEE', 1.0, None, 'counter')
                ('actions', 'BACKUP', 1.0, None, 'event')
                ('actions', 'GOODNIGHT', 82800.0, 'time of day', 'event')
                ('actions', 'MOOD', 1.0, 'happy', 'category')

                """)
        try eventually("the ledger closes") {
            let ledger = try loglines("ledger", in: site.directory)
            return ledger.code == 0 && ledger.output.contains("every line is accounted for")
        }
        recorder.signal(SIGTERM)
        #expect(recorder.wait() == 0)
    }

    @Test("The generator plays sensors, and the same seed gives the same lines")
    func generated() throws {
        let site = try ActionsSite("history = 100")
        for _ in 1...2 {
            let outcome = try loglines(
                "generate", "--actions", "127.0.0.1:\(site.port)", "--rate", "0", "--count", "30", "--sensors", "3",
                "--seed", "7", in: site.directory)
            #expect(outcome == CommandOutcome(0, "", ""))
        }
        let names = try site.redis.run("ZRANGE", "actions:actions_0:names", "0", "-1").elements.compactMap(\.text)
        #expect(names.count == 3 && names.allSatisfy { $0.wholeMatch(of: /[A-Z][AEIOU][A-Z]/) != nil }, "\(names)")
        for name in names {
            try eventually("all lines of \(name) are there") { try site.count(name) == 20 }
            let numbers = try site.entries(name).compactMap { $0.split(separator: " ").last }
            #expect(numbers.prefix(10) == numbers.suffix(10))
        }
        let nobody = try loglines("generate", "--actions", "127.0.0.1:\(freePort())", in: site.directory)
        #expect(nobody.code == 1 && nobody.errors.contains("cannot connect to 127.0.0.1:"), "\(nobody)")
    }

    @Test("A stop keeps what has come")
    func stopped() throws {
        let site = try ActionsSite()
        try site.say((1...2_000).map { "abc \($0)\n" }.joined())
        try eventually("the first is there") { try site.count("ABC") > 0 }
        site.worker?.signal(SIGTERM)
        #expect(site.worker?.wait() == 0)
    }
}
