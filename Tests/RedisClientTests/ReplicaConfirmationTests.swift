import RedisClient
import TestKit
import Testing

@Suite("Changes that count when a replica has them")
struct ReplicaConfirmationTests {
    private let master: RedisServer
    private let replica: RedisServer
    private let push = RedisScript("return redis.call('RPUSH', KEYS[1], ARGV[1])")

    init() throws {
        master = try RedisServer(port: freeServerPort(), options: ["--repl-diskless-sync-delay", "0"])
        replica = try RedisServer(port: freeServerPort(), options: ["--replicaof", "127.0.0.1", String(master.port)])
        try waitForReplica()
        // A replica that has just come may take a second for its first confirmation.
        master.address.timeout = 30
        master.address.minReplicas = 1
    }

    private func waitForReplica() throws {
        try eventually("the replica is in step") { try replica.role() == ["slave", "connected"] }
    }

    private func push(_ value: String, _ connection: RedisConnection) throws -> Int? {
        try connection.run(push, keys: ["k"]) { $0.append(value) }.integer
    }

    private func pushRefused(_ value: String, _ connection: RedisConnection) -> RedisError? {
        #expect(throws: RedisError.self) { _ = try push(value, connection) }
    }

    @Test("What was answered is on the replica")
    func confirmed() throws {
        let connection = try master.connection()
        #expect(try (1...20).map { try push(String($0), connection) } == (1...20).map(Optional.some))
        #expect(try replica.list("k") == (1...20).map(String.init))
    }

    @Test("An error of the script is the script's, and the next answer is the next command's")
    func errors() throws {
        let connection = try master.connection()
        let wrong = RedisScript("return redis.call('INCR', KEYS[1])")
        _ = try push("a", connection)
        let error = #expect(throws: RedisError.self) { try connection.run(wrong, keys: ["k"]) { _ in } }
        #expect(error?.kind == .refused)
        #expect(try push("b", connection) == 2)
        try connection.run(RedisCommand("SCRIPT", "FLUSH"))
        #expect(try push("c", connection) == 3)
    }

    @Test("Without the replica a connection makes one change at most, later ones none, until the replica is back")
    func waitsForReplica() throws {
        #expect(try push("a", master.connection()) == 1)
        master.address.timeout = 0.5
        let old = try master.connection()
        #expect(try push("b", old) == 2)
        replica.kill()
        #expect(pushRefused("c", old)?.kind == .unavailable)
        #expect(try master.list("k") == ["a", "b", "c"])
        let error = pushRefused("d", try master.connection())
        #expect(error?.kind == .unavailable)
        #expect(error?.description == "0 replicas confirmed within 250 ms, not 1")
        #expect(try master.list("k") == ["a", "b", "c"])
        // Looking is allowed all the time.
        #expect(try master.connection().run(RedisCommand("LLEN", "k")).integer == 3)
        master.address.timeout = 30
        try replica.start()
        try waitForReplica()
        #expect(try push("d", master.connection()) == 4)
        #expect(try replica.list("k") == ["a", "b", "c", "d"])
    }

    @Test("A script that changes nothing counts no earlier than what was changed before it")
    func repetition() throws {
        master.address.timeout = 0.5
        let once = RedisScript("return redis.call('SET', KEYS[1], 'v', 'NX') and 1 or 0")
        replica.kill()
        let unconfirmed = try master.connection()
        master.address.minReplicas = 0
        let other = try master.connection()
        #expect(try other.run(once, keys: ["once"]) { _ in }.integer == 1)
        let error = #expect(throws: RedisError.self) { try unconfirmed.run(once, keys: ["once"]) { _ in } }
        #expect(error?.kind == .unavailable)
    }

    @Test("The server's own min-replicas-to-write is waited for as well")
    func serverRefuses() throws {
        replica.kill()
        master.address.minReplicas = 0
        try eventually("the server notices") {
            try master.run("INFO", "replication").text?.contains("slaves:0") == true
        }
        try master.run("CONFIG", "SET", "min-replicas-to-write", "1")
        let error = pushRefused("a", try master.connection())
        #expect(error?.kind == .unavailable)
        #expect(error?.description.hasPrefix("NOREPLICAS") == true)
        #expect(try master.list("k") == [])
    }
}
