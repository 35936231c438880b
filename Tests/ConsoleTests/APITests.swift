import FoundationEssentials
import TestKit
import Testing

@testable import Console

/// The JSON API and the metrics, as programs use them.
@Suite(.serialized) struct APITests {
    private func post(
        _ path: String, _ site: ConsoleSite, _ body: String = "", _ type: String = "application/json"
    ) -> ConsoleSite.Answer {
        site.ask(path, site.basic + ["-X", "POST", "-H", "Content-Type: \(type)", "-d", body])
    }

    @Test func actsOnProcesses() throws {
        let site = try ConsoleSite("[process_many]\ncommand = sleep 10000\nnumprocs = 2")
        func states() throws -> [String] {
            try loglines("status", in: site.directory).output.split(separator: "\n").filter { $0.contains("many") }
                .map { $0.contains("RUNNING") ? "RUNNING" : "STOPPED" }
        }
        let stopped = post("/api/v1/processes/many:many_0/stop", site)
        #expect(stopped.status == 200 && stopped.body.contains(#""result":"stopped""#), "\(stopped)")
        #expect(try states() == ["STOPPED", "RUNNING"])
        #expect(post("/api/v1/processes/many_0/stop", site).status == 409)
        let rest = post("/api/v1/processes/many/stop", site)
        #expect(rest.status == 200 && rest.body.contains(#""ok":true,"result":"not running""#), "\(rest)")
        #expect(try states() == ["STOPPED", "STOPPED"])
        #expect(post("/api/v1/processes/many/restart", site).status == 200)
        #expect(try states() == ["RUNNING", "RUNNING"])
        #expect(post("/api/v1/processes/all/stop", site).status == 200)
        #expect(try states() == ["STOPPED", "STOPPED"])
        #expect(post("/api/v1/processes/many/start", site).status == 200)
        #expect(post("/api/v1/processes/many:*/signal/CONT", site).status == 200)
        #expect(post("/api/v1/processes/many/signal/NIX", site).status == 400)
        #expect(post("/api/v1/processes/nix/stop", site).status == 404)
        let itself = post("/api/v1/processes/console/stop", site)
        #expect(itself.status == 409 && itself.body.contains("cannot stop itself"))
        #expect(site.ask("/api/v1/processes/many/stop", site.basic).status == 404)
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        for entry in [
            #""action":"stop","address":"127.0.0.1","result":"done","target":"many:many_0""#,
            #""action":"stop","address":"127.0.0.1","result":"not running","target":"many:many_0""#,
            #""action":"signal CONT","address":"127.0.0.1","result":"done","target":"many:many_1""#,
            #""result":"refused: 'NIX' is no signal""#, #""result":"refused: the console cannot stop itself""#,
        ] {
            #expect(audit.contains(entry), "\(entry)")
        }
        #expect(post("/api/v1/processes/console/restart", site).status == 200)
    }

    @Test func actsOnQueues() throws {
        let site = try ConsoleSite()
        for number in 1...3 { _ = try site.redis.run("LPUSH", "a", "message \(number)") }
        let moved = post("/api/v1/queues/a/move", site, #"{"target": "b"}"#)
        let done = #"{"count":3,"message":"3 messages moved to b","queue":"a"}"#
        #expect(moved.status == 200 && moved.body == done + "\n", "\(moved)")
        #expect(try site.redis.list("b").count == 3)
        for body in ["", "{}", #"{"confirm": "a"}"#] {
            #expect(post("/api/v1/queues/b/purge", site, body).status == 400, "\(body)")
        }
        #expect(post("/api/v1/queues/b/purge", site, "{").status == 400)
        #expect(post("/api/v1/queues/b/move", site, "{}").status == 400)
        #expect(post("/api/v1/queues/b/move", site, #"{"target": "temp:x"}"#).status == 400)
        #expect(post("/api/v1/queues/b/retry", site, #"{"redis": "none"}"#).status == 400)
        #expect(try site.redis.list("b").count == 3)
        let purged = post("/api/v1/queues/b/purge", site, "confirm=b", "application/x-www-form-urlencoded")
        #expect(purged.body == #"{"count":3,"message":"3 messages deleted","queue":"b"}"# + "\n", "\(purged)")
        let failed =
            #"{"message":"a line","error":"refused by the tracker","when":"2026-11-21T10:00:00Z","worker":"pirus2_0"}"#
        _ = try site.redis.run("LPUSH", "failed:a", failed)
        #expect(post("/api/v1/queues/a/retry", site, #"{"reason": "other"}"#).body.contains(#""count":0"#))
        // A second click finds nothing to do.
        #expect(post("/api/v1/queues/a/retry", site).body.contains(#""count":1"#))
        #expect(post("/api/v1/queues/a/retry", site).body.contains(#""count":0"#))
        #expect(try site.redis.list("a").count == 1 && site.redis.list("failed:a").isEmpty)
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        #expect(audit.contains(#""action":"purge","address":"127.0.0.1","result":"3","target":"b""#))
        site.redis.kill()
        #expect(post("/api/v1/queues/a/retry", site).status == 503)
    }

    @Test func describesItself() throws {
        let site = try ConsoleSite()
        let answer = site.ask("/api/v1/openapi.json", site.basic)
        #expect(answer.status == 200 && answer.body.contains(#""openapi": "3.1.0""#))
        try site.directory.write(answer.body, to: "openapi.json")
        // Every path that it names is there, and takes the method that it names.
        let listed = shell(
            #"""
            python3 -c "
            import json
            for path, methods in json.load(open('openapi.json'))['paths'].items():
                for method in methods: print(method.upper(), path)"
            """#, in: site.directory
        ).output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(listed.count >= 14)
        for call in listed {
            let path = call[1].replacing("{name}", with: "nix").replacing("{queue}", with: "nix").replacing(
                "{signal}", with: "HUP")
            let answer = site.ask(path, site.basic + ["-X", call[0]])
            #expect(answer.status != 404 || answer.body.contains("there is no "), "\(call) \(answer)")
        }
    }
}
