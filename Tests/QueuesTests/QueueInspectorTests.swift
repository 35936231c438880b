import Queues
import RedisClient
import TestKit
import Testing

@Suite("Inspecting and mending queues")
struct QueueInspectorTests {
    let server: RedisServer
    let inspector: QueueInspector

    init() throws {
        server = try RedisServer()
        inspector = QueueInspector(try server.connection())
    }

    private func message(_ line: String) -> String { #"{"service":"s","logline":"\#(line)"}"# }

    @Test("What brokers have on disk counts with its queue, whichever host it lies on")
    func spilled() throws {
        for (host, count) in [("h1", "3"), ("h2", "4"), ("h3", "0")] {
            try server.run("HSET", "spill:\(host):/x/q", "queue", "q", "size", "9", "read", "0", "messages", count)
        }
        #expect(try inspector.overview(of: []).map { [$0.name, "\($0.spilled)"] } == [["q", "7"]])
    }

    @Test("Checkpoints of imports are not those of followed files, whatever a host or a service is called")
    func importedAndFollowed() throws {
        for key in ["checkpoint:import:/var/log/a", "checkpoint:h:/b:c"] { try server.run("HSET", key, "offset", "1") }
        for (key, service) in [("s:0123", "s"), ("s:t:4567", "s:t"), ("s:89ab:..2024-01-01T00:00:00Z", "s")] {
            try server.run("HSET", "checkpoint:import:\(key)", "service", service, "generation", key)
        }
        #expect(try inspector.checkpoints().map(\.path) == ["/b:c", "/var/log/a"])
        #expect(
            try inspector.imports(of: "s").compactMap { $0["generation"] } == [
                "s:0123", "s:89ab:..2024-01-01T00:00:00Z",
            ])
        #expect(try inspector.imports(of: "s:t").count == 1)
        #expect(try inspector.imports().count == 3)
    }

    @Test("The overview counts what waits, is claimed, is to be retried and has failed")
    func overview() throws {
        try server.run("LPUSH", "q", message("1"), message("2"))
        try server.run("LPUSH", "temp:w_0", message("3"))
        // What others keep under such names is none of ours.
        try server.run("HSET", "failed:foreign", "a", "b")
        try server.run("SET", "retry:foreign", "1")
        try server.run("LPUSH", "actions:actions_0:TEMP", "x")
        try server.run("LPUSH", "metrics:statsd_0:fine:0", "x")
        try server.run("HSET", "workers", "w_0", "q")
        try server.run("ZADD", "retry:q", "1", message("4"))
        try server.run("LPUSH", "failed:lost", "x")
        let overviews = try inspector.overview(of: ["q", "empty"])
        #expect(overviews.map(\.name) == ["empty", "lost", "q"])
        #expect(overviews.map(\.depth) == [0, 0, 2])
        #expect(overviews.map(\.inFlight) == [0, 0, 1])
        #expect(overviews.map(\.retry) == [0, 0, 1])
        #expect(overviews.map(\.failed) == [0, 1, 0])
    }

    @Test("Failed messages go back oldest first, with their tries forgotten; those pushed as they came go as they came")
    func retryFailures() throws {
        let tried = #"{"service":"s","logline":"1","tries":9,"deaths":1,"mine":true}"#
        for record in [
            #"{"message":\#(tried),"error":"HTTP 400","when":"2026-11-21T10:00:00Z","worker":"w_0"}"#,
            #"{"message":"no \"JSON\"","error":"message is no JSON object","when":"","worker":"w_0"}"#,
            "put here by hand",
        ] {
            try server.run("LPUSH", "failed:q", record)
        }
        let failures = try inspector.failures(9, of: "q")
        #expect(failures.map(\.error).prefix(2) == ["HTTP 400", "message is no JSON object"])
        #expect(failures[2].error.hasPrefix("not a record of a failure"))
        #expect(try inspector.change(MessagePlace("q", .failed), .retry, atMost: 2) == 2)
        #expect(try server.list("q").reversed() == [#"{"service":"s","logline":"1","mine":true}"#, #"no "JSON""#])
        #expect(try inspector.change(MessagePlace("q", .failed), .retry, atMost: 10) == 1)
        #expect(try server.list("q").first == "put here by hand")
        #expect(try server.run("EXISTS", "failed:q").integer == 0)
    }

    @Test("Failures are grouped by reason, whatever they quote; those of a reason alone can be put back")
    func groupsFailures() throws {
        for number in 1...1_300 {
            let (error, when) =
                number % 4 == 0 ? ("HTTP 500", "c") : (#"id \"\#(number)\" is wrong"#, number == 1 ? "a" : "b")
            let record =
                #"{"message":\#(message(String(number))),"error":"\#(error)","when":"\#(when)","worker":"w_0"}"#
            try server.run("LPUSH", "failed:q", record)
        }
        let groups = try FailureGroup.all(of: "q", inspector)
        #expect(groups.map(\.reason) == [#"id "…" is wrong"#, "HTTP 500"])
        #expect(groups.map(\.count) == [975, 325])
        #expect(groups[0].first == "a" && groups[0].last == "b")
        #expect(groups[0].example == #"id "1" is wrong"# && groups[0].message == message("1"))
        let newest = try FailureGroup.newest(8, of: "q", inspector)
        #expect(newest.map(\.count) == [6, 2] && newest[0].example == #"id "1293" is wrong"#)
        #expect(try inspector.newestFailures(2, of: "q").map(\.error) == ["HTTP 500", #"id "1299" is wrong"#])
        #expect(try FailureGroup.newest(8, of: "none", inspector).isEmpty)
        let failed = MessagePlace("q", .failed)
        #expect(try inspector.change(failed, .retry, where: { $0.failure?.error == "HTTP 500" }) == 325)
        #expect(try FailureGroup.all(of: "q", inspector).map(\.count) == [975])
        #expect(try inspector.change(MessagePlace("q", .failed), .retry, atMost: 10) == 10)
        #expect(try server.list("q").first == message("13"))
    }

    @Test("Moving keeps the order; purging tells how many")
    func moveAndPurge() throws {
        for number in 1...2_300 { try server.run("LPUSH", "a", String(number)) }
        #expect(try inspector.move("a", to: "b") == 2_300)
        #expect(try server.list("b") == (1...2_300).reversed().map(String.init))
        #expect(try inspector.move("b", to: "b") == 2_300)
        #expect(try inspector.purge("b") == 2_300)
        #expect(try inspector.purge("b") == 0)
        try server.run("SET", "text", "x")
        #expect(throws: RedisError.self) { try inspector.purge("text") }
    }
}

@Suite("What vanished workers held")
struct ReaperTests {
    @Test("It goes back to its queue, as the next to be taken, once the worker is missing long enough")
    func givesBack() throws {
        let server = try RedisServer()
        try server.run("HSET", "workers", "gone_0", "q", "here_0", "q")
        try server.run("HSET", "worker:here_0", "pid", "1")
        try server.run("LPUSH", "temp:gone_0", "1", "2")
        try server.run("LPUSH", "temp:here_0", "3")
        try server.run("LPUSH", "q", "4")
        let client = RedisClient(server.address, pause: { _ in false })
        var patient = Reaper(client)
        var reaper = Reaper(client, grace: .zero)
        for _ in 1...2 { #expect(try patient.look().isEmpty) }
        #expect(try reaper.look().isEmpty)
        let given = try reaper.look()
        #expect(given.map(\.worker) == ["gone_0"] && given.map(\.messages) == [2])
        #expect(try server.list("q") == ["4", "2", "1"])
        #expect(try server.run("EXISTS", "temp:gone_0").integer == 0)
        #expect(try server.run("HGETALL", "workers").fields == ["here_0": "q"])
    }
}
