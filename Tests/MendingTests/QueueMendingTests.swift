import Mending
import PluginAPI
import Queues
import RedisClient
import Settings
import TestKit
import Testing

/// Queues as operators mend them: lines of `in` are copied to `pirus2` and `articles`, where they end.
@Suite("Mending queues")
struct QueueMendingTests {
    let directory: TemporaryDirectory
    let server: RedisServer
    let connection: RedisConnection
    let mending: QueueMending
    let topology: Topology

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(
            """
            [service_s]
            plugin = combined
            [service_held]
            plugin = combined
            double_clicks = yes
            [logger_access]
            logfile = \(directory.path)/access.log
            pushto = in
            servicename = s
            [worker_broker]
            kind = broker
            listento = in
            fanout = pirus2, articles
            [worker_pirus2]
            kind = pirus2
            listento = pirus2
            endpoint_url = http://127.0.0.1:9/
            [logger_articles]
            listento = articles
            logfile = articles.log
            """, to: "loglines.cfg")
        server = try RedisServer()
        connection = try server.connection()
        let loaded = ConfigurationLoader.load(directory: directory.path, environment: [:])
        let configuration = try #require(loaded.configuration, "\(loaded.problems)")
        topology = configuration.topology(ofRedis: "")
        mending = QueueMending(connection, configuration, redis: "")
    }

    /// A message as a tail makes it; without an offset as another program does.
    private func message(_ line: String, _ offset: Int?, service: String = "s", tries: Int = 0) -> String {
        let id = offset.map { #","id":"0123456789abcdef:\#($0)""# } ?? ""
        let tried = tries > 0 ? #","tries":\#(tries)"# : ""
        return #"{"service":"\#(service)","logline":"[1\#(line)/Jun/2024:1]"\#(id)\#(tried)}"#
    }

    /// Has so many lines been read into `in`, and copied to both queues.
    private func read(_ count: Int) throws {
        try server.run("HSET", "ledger:s", "2024-06-11|in|read|", String(count))
        for queue in ["pirus2", "articles"] {
            for number in 1...count { try server.run("LPUSH", queue, message("1", number)) }
        }
    }

    /// How many more messages than the ledger expects `articles` and `pirus2` have.
    private func differences() throws -> [Int] {
        let branches = topology.branches.map {
            LedgerSnapshot.Branch(queue: $0, upstream: topology.upstream(of: $0))
        }
        return try LedgerSnapshot(of: branches, connection).balances.map(\.difference)
    }

    private func listed(_ place: MessagePlace) throws -> [ListedMessage] {
        try MessageListing(place, MessageFilter(), from: 0, 1_000, connection).messages
    }

    private let waiting = MessagePlace("pirus2", .waiting)
    private let retrying = MessagePlace("pirus2", .retry)
    private let failed = MessagePlace("pirus2", .failed)

    @Test("Chosen messages are deleted, once, wherever they lie by then; the ledger counts them")
    func deletesChosen() throws {
        try read(2_000)
        let chosen = try listed(waiting)[600...602].map { MessageReference($0) }
        // Workers take some, and one that has died gives some back.
        for _ in 1...400 { try server.run("RPOP", "pirus2") }
        try server.run("HINCRBY", "ledger:s", "2024-06-11|pirus2|accepted|", "400")
        try server.run("RPUSH", "pirus2", message("1", nil))
        #expect(try mending.delete(.these(chosen), in: waiting) == 3)
        #expect(try mending.delete(.these(chosen), in: waiting) == 0)
        #expect(try server.list("pirus2").count == 1_598)
        #expect(try !server.list("pirus2").contains(message("1", 601)))
        // The one that no tail has read counts when it ends.
        #expect(try differences() == [0, 1])
        #expect(try mending.delete(.all, in: waiting) == 1_598)
        #expect(try differences() == [0, 0])
        #expect(
            try server.run("HGETALL", "ledger:s").fields
                == [
                    "2024-06-11|in|read|": "2000", "2024-06-11|pirus2|accepted|": "400",
                    "2024-06-11|pirus2|purged|": "1601", "2024-06-11|pirus2|pushed|": "1",
                ].merging(
                    try server.run("HGETALL", "ledger:s").fields.filter { $0.value == "0" }
                ) { first, _ in first })
    }

    @Test("What waits for another try is due now, is moved, is deleted; once, and counted")
    func mendsRetries() throws {
        try read(6)
        for (number, due) in zip(1...6, [9e12, 9e12, 9e12, 9e12 + 1, 9e12 + 2, 1]) {
            _ = try server.run("RPOP", "pirus2")
            try server.run("ZADD", "retry:pirus2", String(Int(due)), message("1", number, tries: 1))
        }
        let references = Dictionary(
            uniqueKeysWithValues: try listed(retrying).map { ($0.entry, MessageReference($0)) })
        func these(_ numbers: Int...) throws -> QueueMending.Choice {
            .these(try numbers.map { try #require(references[Array(message("1", $0, tries: 1).utf8)]) })
        }
        #expect(try mending.retry(try these(1, 4), in: retrying) == 2)
        #expect(try mending.retry(try these(1, 4), in: retrying) == 0)
        let now = try listed(retrying).prefix(3).compactMap(\.due)
        #expect(now.allSatisfy { $0 < 8_999_999_999_999 } && now.count == 3)
        #expect(try mending.delete(try these(2), in: retrying) == 1)
        #expect(try mending.delete(try these(2), in: retrying) == 0)
        #expect(try differences() == [0, 0])
        #expect(try mending.move(try these(3), in: retrying, to: "parked") == 1)
        #expect(try server.list("parked") == [message("1", 3, tries: 1)])
        #expect(try differences() == [0, 0])
        // All the others: 6 has been due for long.
        #expect(try mending.retry(.all, in: retrying) == 1)
        #expect(try mending.retry(.all, in: retrying) == 0)
        #expect(try mending.delete(.all, in: retrying) == 4)
        #expect(try differences() == [0, 0])
    }

    @Test("What the double-click stage holds goes on being held")
    func leavesHeldMessages() throws {
        for (number, (service, tries)) in [("held", 0), ("held", 1), ("s", 0)].enumerated() {
            try server.run(
                "ZADD", "retry:pirus2", "9000000000000", message("1", number, service: service, tries: tries))
        }
        #expect(try mending.retry(.all, in: retrying) == 2)
        #expect(try listed(retrying).last?.entry == Array(message("1", 0, service: "held").utf8))
        let references = try listed(retrying).map { MessageReference($0) }
        #expect(try mending.retry(.these(references), in: retrying) == 0)
    }

    @Test("A message that is moved to another way and back is counted as moved, and not when it is back")
    func moves() throws {
        try read(5)
        try server.run("LPUSH", "pirus2", message("1", nil))
        #expect(try differences() == [0, 1])
        #expect(try mending.move(.all, in: waiting, to: "parked") == 6)
        #expect(try server.list("parked").last == message("1", 1))
        #expect(try differences() == [0, 0])
        #expect(try server.run("HGET", "ledger:s", "2024-06-11|pirus2|moved|").integer == 6)
        #expect(try mending.move(.all, in: MessagePlace("parked", .waiting), to: "pirus2") == 6)
        #expect(try differences() == [0, 1])
        #expect(try server.run("HGET", "ledger:s", "2024-06-11|pirus2|moved|").integer == 0)
        #expect(try server.list("pirus2").last == message("1", 1))
        // To the other branch: it is one less here and one more there.
        let one = try listed(waiting)[2]
        #expect(try mending.move(.these([MessageReference(one)]), in: waiting, to: "articles") == 1)
        #expect(try server.list("articles").first == message("1", 3))
        #expect(try differences() == [0, 1])
        // Back to where both come from: it will be copied to both once more.
        let copied = try listed(MessagePlace("articles", .waiting))[5]
        #expect(
            try mending.move(.these([MessageReference(copied)]), in: MessagePlace("articles", .waiting), to: "in") == 1)
        try server.run("RPOP", "in")
        for queue in ["pirus2", "articles"] { try server.run("LPUSH", queue, message("1", 3)) }
        #expect(try differences() == [0, 1])
    }

    /// Gives messages of `pirus2` up, as its worker does.
    private func fail(_ reasons: [String], as leaf: Leaf = .refused) throws {
        let client = RedisClient(server.address, pause: { _ in false })
        let consumer = QueueConsumer(client, queue: "pirus2", worker: "pirus2_0", isCounted: true)
        let claimed = try consumer.claim(reasons.count)
        try consumer.settle(zip(claimed, reasons).map { ($0, .failed($1, as: leaf)) })
    }

    @Test("What was given up is put back, moved or deleted by search, by reason or one by one")
    func mendsFailures() throws {
        try read(9)
        try fail([
            "HTTP 400", #"id "1" is bad"#, #"id "2" is bad"#, "HTTP 500", "http 400 again", "HTTP 400", "x", "y", "z",
        ])
        #expect(try mending.retry(.matching(MessageFilter(search: "http 400"), atMost: 2), in: failed) == 2)
        #expect(try server.list("pirus2").reversed() == [message("1", 1), message("1", 5)])
        #expect(try mending.retry(.matching(MessageFilter(group: #"id "…" is bad"#)), in: failed) == 2)
        #expect(try differences() == [0, 0])
        #expect(try mending.move(.matching(MessageFilter(search: "CDEF:7")), in: failed, to: "parked") == 1)
        #expect(try server.list("parked") == [message("1", 7)])
        #expect(try differences() == [0, 0])
        #expect(try mending.move(.matching(MessageFilter(reason: "y")), in: failed, to: "in") == 1)
        #expect(try server.list("in") == [message("1", 8)])
        // Articles will get it a second time, and that is counted, too.
        #expect(try server.run("HGET", "ledger:s", "2024-06-11|articles|moved|").integer == -1)
        #expect(try differences() == [0, 0])
        let rest = try listed(failed).map { MessageReference($0) }
        #expect(rest.count == 3)
        #expect(try mending.delete(.these(rest + rest), in: failed) == 3)
        #expect(try differences() == [0, 0])
        #expect(throws: MendingError.self) { try mending.retry(.all, in: waiting) }
        #expect(throws: MendingError.self) { try mending.delete(.all, in: MessagePlace("pirus2", .inFlight)) }
        #expect(throws: MendingError.self) { try mending.move(.all, in: failed, to: "temp:x") }
        #expect(throws: MendingError.self) { try mending.move(.all, in: failed, to: "failed:x") }
    }

    @Test("Of equal messages as many go as were chosen; a message without text is one, too")
    func equalMessages() throws {
        try server.run("LPUSH", "other", "a", "a", "", "a", "b")
        let other = MessagePlace("other", .waiting)
        let found = try listed(other).map { MessageReference($0) }
        #expect(try mending.move(.these([found[0], found[3], found[2]]), in: other, to: "more") == 3)
        #expect(try server.list("other") == ["b", "a"])
        #expect(
            try server.list("more") == ["", "a", "a"].reversed() || server.list("more").sorted() == ["", "a", "a"])
        #expect(throws: MendingError.self) { try MessageReference("7-" + String(repeating: "g", count: 64)) }
        for text in [
            "", "7", "x-00", "-7-\(String(repeating: "0", count: 64))", "7-\(String(repeating: "é", count: 32))",
        ] {
            #expect(throws: MendingError.self, "\(text)") { try MessageReference(text) }
        }
    }

    @Test("Messages are found where they lie when they are changed, though others have gone or come")
    func changesBehindOthers() throws {
        try read(3_000)
        let read = try listed(waiting)
        for _ in 1...700 { try server.run("RPOP", "pirus2") }
        for _ in 1...20 { try server.run("RPUSH", "pirus2", message("1", nil)) }
        let mender = MessageMender(waiting, connection)
        let chosen = [read[5], read[699], read[700], read[900], read[999]]
        #expect(try mender.apply(.delete(isCounted: false), to: chosen) == [2, 3, 4])
        #expect(try mender.apply(.delete(isCounted: false), to: chosen).isEmpty)
        let left = try server.list("pirus2")
        #expect(left.count == 2_317 && !left.contains { $0.hasPrefix("gone:") })
        #expect(!left.contains(message("1", 701)) && left.contains(message("1", 702)))
    }

    @Test("Names say what is meant, or that nothing can be")
    func names() throws {
        #expect(try MessagePlace(named: "failed:q") == MessagePlace("q", .failed))
        #expect(try MessagePlace(named: "q", .retry).name == "retry:q")
        for (name, kind) in [
            ("temp:x", nil), ("", nil), ("failed:", nil), ("failed:q", .retry), ("a|b", nil), ("a\nb", nil),
        ]
            as [(String, MessagePlace.Kind?)]
        {
            #expect(throws: MendingError.self, "\(name)") { try MessagePlace(named: name, kind) }
        }
    }
}
