import Glibc
import PluginAPI
import Queues
import RedisClient
import Settings
import TestKit
import Testing
import Workers

@Suite("A broker that isolates its targets")
struct IsolatingBrokerTests {
    let bench: WorkerBench
    let settings = BrokerSettings(listento: "in", fanout: ["a", "b"], isolate: true)

    init() throws { bench = try WorkerBench() }

    private func key(_ queue: String) -> String { "spill:test:\(bench.directory.file("spill/broker_0"))/\(queue)" }

    private func spilled(_ queue: String) throws -> Int? {
        try bench.server.run("HGET", key(queue), "messages").integer
    }

    /// Takes everything out of a queue; the lines in their order.
    private func take(_ queue: String) throws -> [String] {
        let entries = try bench.server.run("RPOP", queue, "100000").elements.compactMap(\.bytes)
        return try entries.map { String(decoding: try MessageEnvelope(json: $0).message.line, as: UTF8.self) }
    }

    /// Takes as much as there is until so many lines have come.
    private func takeAll(_ count: Int, of queue: String) throws -> [String] {
        var lines: [String] = []
        try eventually("all come back") {
            lines += try take(queue)
            return lines.count >= count
        }
        return lines
    }

    private func lines(_ numbers: ClosedRange<Int>) -> [String] { numbers.map(String.init) }

    @Test("The others go on; what is for a full target waits on disk and comes back in its order")
    func isolates() throws {
        try bench.push(lines(1...2_000), to: "in")
        let worker = bench.broker(settings, maxlength: 100)
        var first: [String] = []
        try eventually("a gets all while nobody takes from b") {
            first += try take("a")
            return first.count == 2_000
        }
        #expect(first == lines(1...2_000))
        let waiting = try #require(try spilled("b"))
        #expect(waiting >= 2_000 - 100 - 512)
        try eventually("it says so") {
            worker.progress.snapshot.state == "running; b is full, \(waiting) spilled"
        }
        // What comes now must not overtake what is spilled, also once there is room.
        try bench.push(lines(2_001...2_500), to: "in")
        #expect(try takeAll(2_500, of: "b") == lines(1...2_500))
        #expect(try takeAll(500, of: "a") == lines(2_001...2_500))
        try eventually("nothing is left") { try spilled("b") == 0 }
        try eventually("it says nothing of spills") { worker.progress.snapshot.state == "running" }
        #expect(worker.progress.snapshot.done == 2_500)
        try worker.end()
        #expect(try bench.depth("temp:broker_0") == 0)
    }

    @Test("Messages that are no JSON come back byte for byte")
    func anyBytes() throws {
        try bench.push(["0"], to: "b")
        var random = SystemRandomNumberGenerator()
        let messages: [[UInt8]] = (0..<300).map { _ in
            (0..<Int.random(in: 0...40, using: &random)).map { _ in [0, 10, 13, 49, 255].randomElement() ?? 10 }
        }
        let connection = try bench.server.connection()
        for message in messages {
            var command = RedisCommand("LPUSH", "in")
            command.append(message)
            try connection.run(command)
        }
        let worker = bench.broker(settings, maxlength: 1)
        try eventually("they are spilled") { try spilled("b") == 300 }
        try bench.server.run("DEL", "b")
        try eventually("they come back") { try bench.depth("b") == 300 }
        try worker.end()
        let found = try bench.server.run("LRANGE", "b", "0", "-1").elements.compactMap(\.bytes)
        #expect(found == messages.reversed())
    }

    @Test("What was appended and not acknowledged at a death is cut off, and spilled again")
    func diesInBetween() throws {
        try bench.push(["0"], to: "b")
        try bench.push(["1", "2"], to: "in")
        let first = bench.broker(settings, maxlength: 1)
        try eventually("both are spilled") { try spilled("b") == 2 }
        try first.end()
        try bench.push(["3", "4"], to: "temp:broker_0")
        try bench.push(["5"], to: "in")
        let folder = bench.directory.file("spill/broker_0/b")
        let file = try #require(fopen("\(folder)/00000000000000000000", "a"))
        fputs("1\nx\n30\n{half", file)
        fclose(file)
        let second = bench.broker(settings, maxlength: 1)
        try eventually("all are spilled") { try spilled("b") == 5 && bench.depth("in") == 0 }
        #expect(try takeAll(6, of: "b") == lines(0...5))
        #expect(try takeAll(5, of: "a") == lines(1...5))
        try second.end()
    }

    @Test("A Redis that forgot is followed: acknowledged messages come back again, others are spilled again")
    func redisForgets() throws {
        try bench.push(["0"], to: "b")
        try bench.push(lines(1...300), to: "in")
        let worker = bench.broker(settings, maxlength: 1)
        try eventually("all are spilled") { try spilled("b") == 300 }
        let before = try bench.server.run("HGETALL", key("b")).fields
        try bench.push(lines(301...500), to: "in")
        try eventually("all are spilled") { try spilled("b") == 500 }
        #expect(try takeAll(501, of: "b") == lines(0...500))
        // As if Redis had kept what it knew when 300 were spilled and one had not come back.
        let connection = try bench.server.connection()
        try connection.run(RedisCommand("MULTI"))
        for (field, value) in before { try connection.run(RedisCommand("HSET", key("b"), field, value)) }
        for line in lines(301...500) {
            try connection.run(RedisCommand("LPUSH", "in", #"{"service":"s","logline":"\#(line)"}"#))
        }
        try connection.run(RedisCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"))
        try connection.run(RedisCommand("EXEC"))
        #expect(try takeAll(500, of: "b") == lines(1...500))
        try worker.end()
    }

    @Test("While the disk takes nothing it waits as a plain broker does, and says so")
    func diskFull() throws {
        try bench.directory.write("", to: "spill")
        try bench.push(["0"], to: "b")
        try bench.push(["1", "2"], to: "in")
        let worker = bench.broker(settings, maxlength: 2)
        try eventually("the first two are through") { try bench.depth("a") == 2 && bench.depth("b") == 3 }
        _ = try take("a")
        try bench.push(["3"], to: "in")
        try eventually("it waits") {
            worker.progress.snapshot.state
                == "waiting: \(bench.directory.file("spill/broker_0/b")): cannot make the folder: Not a directory"
        }
        #expect(try bench.depth("a") == 0 && bench.depth("temp:broker_0") == 1)
        // There is room: no need for the disk.
        #expect(try take("b") == lines(0...2))
        try eventually("it goes on") { try bench.depth("b") == 1 && bench.depth("a") == 1 }
        try bench.push(["4"], to: "b")
        try bench.push(["5"], to: "in")
        try eventually("it waits again") { worker.progress.snapshot.state.hasPrefix("waiting: ") }
        #expect(unlink(bench.directory.file("spill")) == 0)
        try eventually("it spills") { try bench.depth("a") == 2 && spilled("b") == 1 }
        #expect(try takeAll(3, of: "b") == ["3", "4", "5"])
        try worker.end()
    }

    @Test("A broker that no longer isolates, or has other targets, first gives back what is spilled")
    func noLongerIsolates() throws {
        try bench.push(["0"], to: "b")
        try bench.push(lines(1...700), to: "in")
        let first = bench.broker(BrokerSettings(listento: "in", fanout: ["b"], isolate: true), maxlength: 1)
        try eventually("all are spilled") { try spilled("b") == 700 }
        try first.end()
        try bench.push(["701"], to: "in")
        let moved = bench.broker(BrokerSettings(listento: "in", fanout: ["c"], isolate: true), maxlength: 500)
        try eventually("b gets what was spilled for it") { try bench.depth("b") >= 513 }
        #expect(try bench.depth("b") < 701)
        try moved.end()
        #expect(try take("c") == ["701"])
        try bench.push(["702"], to: "in")
        try bench.push(["held"], to: "temp:broker_0")
        let plain = bench.broker(BrokerSettings(listento: "in", fanout: ["b"]), maxlength: 500)
        #expect(try takeAll(703, of: "b") == lines(0...700) + ["held", "702"])
        try plain.end()
    }

    @Test("Files that Redis knows nothing of are put aside")
    func unknown() throws {
        try bench.push(["0"], to: "b")
        try bench.push(["1", "2"], to: "in")
        let first = bench.broker(settings, maxlength: 1)
        try eventually("both are spilled") { try spilled("b") == 2 }
        try first.end()
        try bench.server.run("FLUSHALL")
        try bench.push(["3"], to: "in")
        let second = bench.broker(settings, maxlength: 1)
        try eventually("it goes on") { try bench.depth("b") == 1 }
        try second.end()
        let names = shell("ls spill/broker_0/b", in: bench.directory).output
        #expect(names.hasPrefix("00000000000000000000.unknown-"))
    }
}
