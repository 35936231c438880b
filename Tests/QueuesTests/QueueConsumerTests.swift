import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("Claiming and settling")
struct QueueConsumerTests {
    let server: RedisServer
    init() throws { server = try RedisServer() }

    private func client() -> RedisClient { RedisClient(server.address, pause: { _ in false }) }

    private func consumer(_ worker: String = "w_0") -> QueueConsumer {
        QueueConsumer(client(), queue: "q", worker: worker, targets: ["next", "other"])
    }

    private func push(_ lines: String...) throws {
        for line in lines { try server.run("LPUSH", "q", #"{"service":"s","logline":"\#(line)"}"#) }
    }

    private func lines(_ key: String) throws -> [String] {
        try server.list(key).map { json in
            String(decoding: try MessageEnvelope(json: Array(json.utf8)).message.line, as: UTF8.self)
        }
    }

    private func line(_ message: QueuedMessage) -> String {
        String(decoding: message.envelope.message.line, as: UTF8.self)
    }

    @Test("Claimed messages lie in temp, the oldest at the right, until they are settled")
    func claimAndSettle() throws {
        try push("1", "2", "3", "4")
        let consumer = consumer()
        let messages = try consumer.claim(3)
        #expect(messages.map(line) == ["1", "2", "3"])
        #expect(try lines("q") == ["4"])
        #expect(try lines("temp:w_0") == ["3", "2", "1"])
        let outcomes: [(QueuedMessage, Outcome)] = [
            (messages[0], .done(next: "next")), (messages[1], .done(next: nil)),
        ]
        #expect(try consumer.settle(outcomes) == 0)
        #expect(try lines("temp:w_0") == ["3"])
        #expect(try lines("next") == ["1"])
        #expect(try consumer.settle([(messages[2], .back)]) == 0)
        #expect(try lines("q") == ["4", "3"])
        #expect(try server.run("EXISTS", "temp:w_0").integer == 0)
    }

    @Test("What was begun to be settled is done before anything else is asked of the queue")
    func begun() throws {
        try push("1", "2", "3")
        let consumer = consumer()
        let messages = try consumer.claim(2)
        try consumer.beginSettling([(messages[0], .done(next: "next"))])
        try eventually("the server has done it") { try lines("next") == ["1"] }
        try consumer.beginSettling([(messages[1], .failed("no", as: .refused))])
        let last = try consumer.claim(1)
        #expect(last.map(line) == ["3"])
        #expect(try lines("temp:w_0") == ["3"] && server.run("LLEN", "failed:q").integer == 1)
        try consumer.settle([(last[0], .done(next: nil))])
        #expect(try consumer.finishSettling() == 0)
        #expect(try server.run("EXISTS", "temp:w_0", "q").integer == 0)
    }

    @Test("The oldest in hand are settled together, unless others lie there")
    func oldest() throws {
        for number in 1...6 { try push(String(number)) }
        let consumer = consumer()
        let messages = try consumer.claim(6)
        func onward(_ chosen: Int...) -> [(QueuedMessage, Outcome)] {
            chosen.map { (messages[$0 - 1], .done(next: "next")) }
        }
        try consumer.beginSettling(onward(1, 2))
        #expect(try consumer.finishSettling() == 0)
        #expect(try lines("next") == ["2", "1"] && lines("temp:w_0") == ["6", "5", "4", "3"])
        // As many as those up to the last, but others.
        try consumer.beginSettling(onward(3, 6, 5))
        #expect(try consumer.finishSettling() == 0)
        #expect(try lines("next") == ["5", "6", "3", "2", "1"] && lines("temp:w_0") == ["4"])
        // Redis has another one there.
        try server.run("RPUSH", "temp:w_0", #"{"service":"s","logline":"7"}"#)
        try consumer.beginSettling(onward(4))
        #expect(try consumer.finishSettling() == 0)
        #expect(try lines("next").first == "4" && lines("temp:w_0") == ["7"])
    }

    @Test("A connection that is lost while messages are settled: it is done again, once")
    func begunAndLost() throws {
        try push("1", "2", "3")
        let consumer = QueueConsumer(
            RedisClient(server.address, pause: { _ in true }), queue: "q", worker: "w_0", targets: ["next"])
        let messages = try consumer.claim(3)
        try consumer.beginSettling([(messages[0], .done(next: "next"))])
        try eventually("the server has done it") { try lines("next") == ["1"] }
        try server.run("CLIENT", "KILL", "TYPE", "normal")
        // Done already, as far as can be known: it was not in hand any more.
        #expect(try consumer.finishSettling() <= 1)
        #expect(try lines("next") == ["1"] && lines("temp:w_0") == ["3", "2"])
        // A server that has forgotten the scripts, and what it was told.
        try server.run("SCRIPT", "FLUSH")
        try consumer.beginSettling([(messages[1], .done(next: "next"))])
        #expect(try consumer.finishSettling() == 0)
        #expect(try lines("next") == ["2", "1"])
        server.kill()
        try server.start()
        try server.run("RPUSH", "temp:w_0", #"{"service":"s","logline":"3"}"#)
        try consumer.beginSettling([(messages[2], .done(next: "next"))])
        #expect(try consumer.finishSettling() == 0)
        #expect(try lines("next") == ["3"])
        #expect(try server.run("EXISTS", "temp:w_0").integer == 0)
    }

    @Test("A whole batch goes on in its order")
    func wholeBatch() throws {
        for number in 1...2_500 { try push(String(number)) }
        let consumer = consumer()
        let messages = try consumer.claim(2_500)
        #expect(messages.count == 2_500)
        try consumer.settle(messages.map { ($0, .done(next: "other")) })
        #expect(try lines("other") == (1...2_500).reversed().map(String.init))
        #expect(try server.run("EXISTS", "temp:w_0", "q").integer == 0)
    }

    @Test("Given back messages are the next to be claimed, in their order")
    func giveBack() throws {
        try push("1", "2", "3")
        let consumer = consumer()
        try consumer.settle(try consumer.claim(2).map { ($0, .back) })
        #expect(try consumer.claim(3).map(line) == ["1", "2", "3"])
    }

    @Test("A message that is to be retried is not claimed before it is due; its tries are counted")
    func retries() throws {
        try push("1", "1")
        let consumer = consumer()
        let messages = try consumer.claim(2)
        try consumer.settle(messages.map { ($0, .retry(after: .milliseconds(150), countsAsTry: true)) })
        #expect(try server.run("ZCARD", "retry:q").integer == 2, "equal messages must not become one")
        #expect(try consumer.claim(2).isEmpty)
        var again: [QueuedMessage] = []
        try eventually("both are due") {
            try consumer.wait(upTo: .milliseconds(500))
            again += try consumer.claim(2)
            return again.count == 2
        }
        #expect(again.map(\.envelope.tries) == [1, 1])
        #expect(Set(again.compactMap(\.envelope.message.id)).count == 2)
    }

    @Test("A failed message keeps its words, with the reason, the time and the worker")
    func failures() throws {
        try push("1")
        try server.run("LPUSH", "q", "not \"JSON\"")
        let consumer = consumer()
        let messages = try consumer.claim(5)
        #expect(messages.map(line) == ["1"])
        try consumer.settle([(messages[0], .failed("HTTP 400", as: .refused))])
        let failed = try server.list("failed:q")
        #expect(failed[0].hasPrefix(#"{"message":{"service":"s","logline":"1"},"error":"HTTP 400","when":"20"#))
        #expect(failed[0].hasSuffix(#"Z","worker":"w_0"}"#))
        #expect(failed[1].hasPrefix(#"{"message":"not \"JSON\"","error":"message is no JSON object""#))
        #expect(try server.run("EXISTS", "temp:w_0").integer == 0)
    }

    @Test("What a dead worker held is taken up again, and the message it dies on is given up the third time")
    func poison() throws {
        try push("good", "poison", "fine")
        var handled: [String] = []
        func live(until poison: String) throws -> Bool {
            let consumer = consumer()
            while true {
                let messages = try consumer.claim(10)
                if messages.isEmpty { return true }
                if messages.contains(where: { line($0) == poison }) { return false }
                handled += messages.map(line)
                try consumer.settle(messages.map { ($0, .done(next: nil)) })
            }
        }
        #expect(try !live(until: "poison"))
        #expect(try !live(until: "poison"))
        #expect(handled == [])
        #expect(try !live(until: "poison"))
        #expect(handled == ["good"])
        #expect(try live(until: "poison"))
        #expect(handled == ["good", "fine"])
        let failed = try server.list("failed:q")
        #expect(failed.count == 1 && failed[0].contains("3 workers died while they held it"))
        #expect(try server.run("EXISTS", "temp:w_0", "q").integer == 0)
    }

    @Test("What a killed worker held is handed out together, and goes on as if nothing had happened")
    func innocents() throws {
        try push("1", "2", "3")
        _ = try consumer().claim(3)
        let next = consumer()
        let messages = try next.claim(10)
        #expect(messages.map(line) == ["1", "2", "3"])
        #expect(messages.map(\.envelope.deaths) == [1, 1, 1])
        try next.settle(messages.map { ($0, .done(next: "next")) })
        #expect(try lines("next") == ["3", "2", "1"])
        #expect(try server.list("next").filter { $0.contains("deaths") } == [])
        #expect(try server.run("EXISTS", "temp:w_0").integer == 0)
    }

    @Test("Messages that were given to somebody else meanwhile are not settled twice")
    func fencing() throws {
        try push("1", "2")
        let slow = consumer("slow_0")
        let messages = try slow.claim(2)
        try server.run("RPOPLPUSH", "temp:slow_0", "q")
        #expect(try slow.settle(messages.map { ($0, .done(next: "next")) }) == 1)
        #expect(try lines("next") == ["2"])
        #expect(try lines("q") == ["1"])
    }

    @Test("A claim whose answer was lost with the connection is found again")
    func lostAnswers() throws {
        try push("1", "2")
        let consumer = consumer()
        let first = try consumer.claim(1)
        // As if the second claim had been carried out, and its answer lost with the connection.
        try server.run("RPOPLPUSH", "q", "temp:w_0")
        try server.run("CLIENT", "KILL", "TYPE", "normal")
        let patient = first + (try consumer.claimThroughOutage(5))
        #expect(patient.map(line) == ["1", "2"])
        #expect(patient.map(\.envelope.deaths) == [0, 0])
    }

    @Test("A key of another type is refused before anything moves")
    func wrongTypes() throws {
        try push("1")
        let consumer = consumer()
        let messages = try consumer.claim(1)
        try server.run("SET", "next", "a string")
        let error = #expect(throws: RedisError.self) { try consumer.settle([(messages[0], .done(next: "next"))]) }
        #expect(error?.description.contains("next is a string, not a list") == true)
        #expect(try lines("temp:w_0") == ["1"])
    }

    @Test("A whole batch goes on, and marks are stored, in one step or not at all")
    func wholeBatchWithMarks() throws {
        try push("1", "2")
        let consumer = consumer()
        let messages = try consumer.claim(2)
        let marks = ["size", "inode"].map { Mark(key: "written:h:/f", field: $0, value: "1\($0)") }
        try server.run("SET", "written:h:/f", "a string")
        #expect(throws: RedisError.self) {
            try consumer.settle(messages.map { ($0, .done(next: "next")) }, marks: marks)
        }
        #expect(try lines("temp:w_0") == ["2", "1"])
        try server.run("DEL", "written:h:/f")
        #expect(try consumer.settle(messages.map { ($0, .done(next: "next")) }, marks: marks) == 0)
        #expect(try server.run("HGETALL", "written:h:/f").fields == ["size": "1size", "inode": "1inode"])
        #expect(try lines("next") == ["2", "1"])
        #expect(try server.run("EXISTS", "temp:w_0").integer == 0)
    }

    @Test("A batch that was given to somebody else whole is not settled, whoever holds what now lies in temp")
    func fencingWholeBatch() throws {
        try push("1", "2")
        let slow = consumer("slow_0")
        let messages = try slow.claim(2)
        for _ in 1...2 { try server.run("RPOPLPUSH", "temp:slow_0", "q") }
        for line in ["3", "4"] { try server.run("LPUSH", "temp:slow_0", #"{"service":"s","logline":"\#(line)"}"#) }
        #expect(try slow.settle(messages.map { ($0, .done(next: nil)) }) == 2)
        #expect(try lines("temp:slow_0") == ["4", "3"])
    }

    @Test("Marks are stored in the same step")
    func marks() throws {
        try push("1")
        let consumer = consumer()
        let mark = Mark(key: "written:h:/f", field: "size", value: "17")
        try consumer.settle(try consumer.claim(1).map { ($0, .done(next: nil)) }, marks: [mark])
        #expect(try server.run("HGET", "written:h:/f", "size").text == "17")
    }

    @Test("Where a message is gone, nothing is marked and nothing settled")
    func marksAreAllOrNothing() throws {
        try push("1", "2", "3")
        let consumer = consumer()
        let messages = try consumer.claim(3)
        try server.run("LREM", "temp:w_0", "1", messages[1].payloadText)
        let mark = Mark(key: "written:h:/f", field: "size", value: "17")
        #expect(try consumer.settle(messages.map { ($0, .done(next: "next")) }, marks: [mark]) == 1)
        #expect(try lines("temp:w_0") == ["3", "1"])
        #expect(try server.run("EXISTS", "written:h:/f", "next").integer == 0)
        #expect(try consumer.claim(3).map(line) == ["1", "3"], "they are handed out again")
    }
}

extension QueuedMessage {
    fileprivate var payloadText: String { String(decoding: envelope.json, as: UTF8.self) }
}

extension QueueConsumer {
    /// A claim that is tried again when the connection turns out to be gone.
    fileprivate func claimThroughOutage(_ limit: Int) throws -> [QueuedMessage] {
        do {
            return try claim(limit)
        } catch is RedisClient.Stopped {
            return try claim(limit)
        }
    }
}
