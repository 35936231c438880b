import RedisClient
import TestKit
import Testing

@Suite("A connection to a real Redis")
struct RedisConnectionTests {
    let server: RedisServer
    init() throws { server = try RedisServer() }

    @Test("Arguments and answers are bytes, NUL and invalid UTF-8 included")
    func bytesGoThrough() throws {
        let connection = try server.connection()
        let value: [UInt8] = [0, 13, 10, 0xff, 0x22]
        var set = RedisCommand("SET", "k")
        set.append(value)
        try connection.run(set)
        #expect(try connection.run(RedisCommand("GET", "k")) == .bytes(value))
        #expect(try connection.run(RedisCommand("GET", "absent")) == .null)
    }

    @Test("Commands can be sent ahead of their answers")
    func pipelines() throws {
        let connection = try server.connection()
        for _ in 1...100 { try connection.send(RedisCommand("INCR", "n")) }
        let answers = try (1...100).map { _ in try connection.answer() }
        #expect(answers == (1...100).map(RedisReply.integer))
    }

    @Test("A script is loaded again when the server has forgotten it")
    func scriptsAreReloaded() throws {
        let connection = try server.connection()
        let script = RedisScript("return {KEYS[1], ARGV[1]}")
        let expected = RedisReply.array([.bytes(Array("key".utf8)), .integer(7)])
        let answer = { try connection.run(script, keys: ["key"]) { $0.append(7) } }
        #expect(try answer().elements.first == expected.elements.first)
        try connection.run(RedisCommand("SCRIPT", "FLUSH"))
        #expect(try answer().elements.last?.integer == 7)
    }

    @Test("User, password and database are used")
    func authenticates() throws {
        let server = try RedisServer("--requirepass", "secret")
        #expect(throws: RedisError.self) { try server.connection() }
        server.address.password = "wrong"
        let error = #expect(throws: RedisError.self) { try server.connection() }
        #expect(error?.kind == .unavailable)
        #expect(error?.description.contains("WRONGPASS") == true)
        #expect(error?.description.contains("wrong ") == false)
        server.address.username = "default"
        server.address.password = "secret"
        server.address.database = 3
        let connection = try server.connection()
        try connection.run(RedisCommand("SET", "k", "v"))
        #expect(try connection.run(RedisCommand("SELECT", "3")) == .bytes(Array("OK".utf8)))
        #expect(try connection.run(RedisCommand("DBSIZE")) == .integer(1))
    }

    @Test("TCP works, and a refused connection says where")
    func tcp() throws {
        let port = freePort()
        let address = RedisAddress(endpoint: .tcp(host: "127.0.0.1", port: port))
        let error = #expect(throws: RedisError.self) { try RedisConnection(address) }
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        try server.run("CONFIG", "SET", "port", String(port))
        let connection = try RedisConnection(address)
        #expect(try connection.run(RedisCommand("PING")).text == "PONG")
    }
}

@Suite("A client that outlives its server")
struct RedisClientTests {
    @Test("One report when Redis goes, one with the length of the outage when it is back")
    func reportsOutagesOnce() throws {
        let server = try RedisServer("--appendonly", "yes", "--appendfsync", "always")
        var events: [RedisClient.Event] = []
        var pauses = 0
        let client = RedisClient(
            server.address,
            pause: { _ in
                pauses += 1
                if pauses == 3 { try? server.start() }
                return true
            },
            report: { events.append($0) })
        try client.run { _ = try $0.run(RedisCommand("SET", "k", "1")) }
        #expect(events.isEmpty)
        server.kill()
        let value = try client.run { try $0.run(RedisCommand("GET", "k")).text }
        #expect(value == "1")
        #expect(pauses >= 3)
        #expect(events.count == 2)
        guard case .lost = events.first, case .back = events.last else {
            Issue.record("\(events)")
            return
        }
    }

    @Test("Waiting ends when the program is to end")
    func givesUp() throws {
        let address = RedisAddress(endpoint: .unix(path: "/nowhere/redis.sock"))
        let client = RedisClient(address, pause: { _ in false })
        #expect(throws: RedisClient.Stopped.self) { try client.run { try $0.run(RedisCommand("PING")) } }
    }

    @Test("A refusal is thrown, not waited for")
    func refusals() throws {
        let server = try RedisServer()
        let client = RedisClient(server.address, pause: { _ in false })
        let error = #expect(throws: RedisError.self) { try client.run { try $0.run(RedisCommand("NOSUCH")) } }
        #expect(error?.kind == .refused)
    }
}
