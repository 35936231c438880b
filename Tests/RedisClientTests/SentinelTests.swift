import Dispatch
import RedisClient
import Synchronization
import TestKit
import Testing

@Suite("Finding the master by Sentinels")
struct SentinelTests {
    private func address(_ nodes: [Sentinels.Node], master: String = RedisSentinel.master) -> RedisAddress {
        RedisAddress(endpoint: .master(Sentinels(nodes, master: master)))
    }

    private let nobody = Sentinels.Node(host: "127.0.0.1", port: freeServerPort())

    @Test("The first Sentinel that knows a real master is believed; database and password are the master's")
    func asksInTurn() throws {
        let master = try RedisServer(port: freeServerPort(), options: ["--requirepass", "secret"])
        let sentinel = try RedisSentinel(watching: master.port)
        var address = address([nobody, sentinel.node])
        address.password = "secret"
        address.database = 2
        let connection = try RedisConnection(address)
        #expect(connection.server.endpoint == .tcp(host: "127.0.0.1", port: master.port))
        try connection.run(RedisCommand("SET", "k", "v"))
        #expect(try connection.run(RedisCommand("DBSIZE")).integer == 1)
    }

    @Test("A server that a Sentinel names and that is a replica is not taken")
    func replicaIsRefused() throws {
        let master = try RedisServer(port: freeServerPort())
        let replica = try RedisServer(
            port: freeServerPort(), options: ["--replicaof", "127.0.0.1", String(master.port)])
        // As one does that has been away during a failover.
        let outdated = try RedisSentinel(watching: replica.port)
        let error = #expect(throws: RedisError.self) { try RedisConnection(address([outdated.node])) }
        #expect(error?.kind == .unavailable)
        #expect(error?.description.contains("127.0.0.1:\(replica.port)/0 is a slave") == true)
        let current = try RedisSentinel(watching: master.port)
        let connection = try RedisConnection(address([outdated.node, current.node]))
        #expect(connection.server.endpoint == .tcp(host: "127.0.0.1", port: master.port))
    }

    @Test("What every Sentinel answered is said in one line")
    func saysWhy() throws {
        let master = try RedisServer(port: freeServerPort())
        let sentinel = try RedisSentinel(watching: master.port)
        let error = #expect(throws: RedisError.self) {
            try RedisConnection(address([nobody, sentinel.node], master: "mian"))
        }
        #expect(error?.kind == .unavailable)
        #expect(
            error?.description
                == "redis master mian/0: redis \(nobody)/0: Connection refused; "
                + "sentinel \(sentinel.node) knows no master 'mian'")
    }

    @Test("Sentinels may want a password of their own")
    func sentinelPassword() throws {
        let master = try RedisServer(port: freeServerPort())
        let sentinel = try RedisSentinel(watching: master.port, password: "theirs")
        let error = #expect(throws: RedisError.self) { try RedisConnection(address([sentinel.node])) }
        #expect(error?.description.contains("NOAUTH") == true)
        let sentinels = Sentinels([sentinel.node], master: RedisSentinel.master, password: "theirs")
        let connection = try RedisConnection(RedisAddress(endpoint: .master(sentinels)))
        #expect(try connection.run(RedisCommand("PING")).text == "PONG")
    }

    @Test("A client leaves a master that still answers when the Sentinels have another one, and says so")
    func leavesOldMaster() throws {
        let old = try RedisServer(port: freeServerPort())
        let new = try RedisServer(port: freeServerPort())
        let sentinel = try RedisSentinel(watching: old.port)
        var events: [RedisClient.Event] = []
        let client = RedisClient(
            address([nobody, sentinel.node]), pause: { _ in true }, report: { events.append($0) })
        let server = { try client.run { $0.server.endpoint } }
        #expect(try server() == .tcp(host: "127.0.0.1", port: old.port))
        try sentinel.watch(new.port)
        try eventually("the client is at the new master") {
            try server() == .tcp(host: "127.0.0.1", port: new.port)
        }
        #expect(events.count == 2)
        guard case .lost = events.first, case .back(_, let master) = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(master?.description == "127.0.0.1:\(new.port)/0")
    }

    @Test("A master that is demoted lets go of who waits on it, and that is an outage")
    func demotedWhileBlocking() throws {
        let master = try RedisServer()
        let address = master.address
        let outcome = Mutex<Result<RedisReply, any Error>?>(nil)
        DispatchQueue(label: "blocking").async {
            let command = RedisCommand("BLMOVE", "q", "q", "RIGHT", "RIGHT", "0")
            let answer = Result { try RedisConnection(address).run(command) }
            outcome.withLock { $0 = answer }
        }
        try eventually("it waits") { try master.run("INFO", "clients").text?.contains("blocked_clients:1") == true }
        try master.run("REPLICAOF", "127.0.0.1", String(nobody.port))
        try eventually("it waits no more") { outcome.withLock { $0 != nil } }
        let error = #expect(throws: RedisError.self) { try outcome.withLock { try $0?.get() } }
        #expect(error?.kind == .unavailable)
        #expect(error?.description.hasPrefix("UNBLOCKED") == true)
        let script = RedisScript("return redis.call('SET', KEYS[1], 'v')")
        let refused = #expect(throws: RedisError.self) { try master.connection().run(script, keys: ["k"]) { _ in } }
        #expect(refused?.kind == .unavailable)
        #expect(refused?.description.hasPrefix("READONLY") == true)
    }
}
