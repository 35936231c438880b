import Glibc
import RedisClient
import TestKit
import Testing

/// A broker with `isolate = yes` and its Redis are killed outright, while messages go to disk and while they come back.
struct IsolatedBrokerTests {
    /// Numbers on their way from `in` to `a`, which has room, and to `b`, which has not. What is taken from the targets
    /// goes to lists that no broker looks at, in one step, so that Redis forgets both or neither.
    private final class Load {
        let directory: TemporaryDirectory
        let redis: RedisServer
        private(set) var broker: ChildProcess?

        private static let feed = RedisScript(
            """
            local last = tonumber(redis.call('GET', 'last') or 0)
            for i = last + 1, last + ARGV[1] do redis.call('LPUSH', 'in', i) end
            return redis.call('SET', 'last', last + ARGV[1])
            """)

        private static let take = RedisScript(
            """
            for _, key in ipairs(KEYS) do
              for _, value in ipairs(redis.call('RPOP', key, 1000) or {}) do
                redis.call('RPUSH', 'taken_' .. key, value)
              end
            end
            """)

        init() throws {
            directory = try TemporaryDirectory()
            redis = try RedisServer("--appendonly", "yes", "--appendfsync", "everysec")
            try directory.write(
                """
                [supervisor]
                identifier = web1
                [redis]
                unixsocket = \(redis.directory.file("redis.sock"))
                maxlength = 500
                [worker_broker]
                kind = broker
                listento = in
                fanout = a b
                isolate = yes
                """, to: "loglines.cfg")
            try startBroker()
        }

        func startBroker() throws {
            broker = try ChildProcess(
                builtProgram("loglines"), ["worker", "broker", "-C", directory.path], output: directory.file("out"))
        }

        func killBroker() throws {
            broker?.end(SIGKILL)
            try startBroker()
        }

        /// Kills Redis and takes the end of what it wrote from it, as a power cut may.
        func killRedis() throws {
            redis.kill()
            let bytes = Int.random(in: 0...300_000)
            let cut = shell(
                """
                file=$(ls '\(redis.directory.path)'/appendonlydir/*.incr.aof)
                size=$(stat -c %s "$file")
                truncate -s $(( size > 2 * \(bytes) ? size - \(bytes) : size )) "$file"
                # Redis 7.0 itself leaves half a transaction in the file, and does that half after its next start.
                echo y | redis-check-aof --fix "$file" >check.out
                """, in: directory)
            try #require(cut == CommandOutcome(0, "", ""))
            try redis.start()
        }

        func feed(_ count: Int) throws {
            _ = try redis.connection().run(Load.feed, keys: []) { $0.append(count) }
        }

        func take(_ queues: [String]) throws {
            // As the supervisor does: a broker ends when Redis has forgotten that it took its predecessor's name.
            if broker?.exit != nil { try startBroker() }
            _ = try redis.connection().run(Load.take, keys: queues) { _ in }
        }

        /// How many bytes are acknowledged in the spill of `b`, and how many of them came back.
        func spill() throws -> (size: Int, read: Int) {
            let fields = try redis.run("HGETALL", key).fields
            return (fields["size"].flatMap { Int($0) } ?? 0, fields["read"].flatMap { Int($0) } ?? 0)
        }

        private var key: String {
            get throws {
                let keys = try redis.run("KEYS", "spill:*/data/spill/web1%3Abroker_0/b").elements
                return keys.first?.text ?? ""
            }
        }
    }

    @Test("kill -9 of the broker and of Redis, while messages are spilled and while they come back")
    func killed() throws {
        let load = try Load()
        // More than `b` may have.
        try load.feed(2_000)
        for round in 0..<40 {
            // First only `a` is taken from; then both.
            let queues = round < 20 ? ["a"] : ["a", "b"]
            try load.feed(Int.random(in: 1...3_000))
            let before = try load.spill()
            let steps = Int.random(in: 1...4)
            try eventually("something moves") {
                try load.take(queues)
                let now = try load.spill()
                return round < 20 ? now.size > before.size : now.read > before.read || now.read == now.size
            }
            for _ in 1...steps { try load.take(queues) }
            if round % 5 == 4 { try load.killRedis() } else { try load.killBroker() }
        }
        let last = try #require(try load.redis.run("GET", "last").integer)
        do {
            try eventually("all is through", within: 60) {
                try load.take(["a", "b"])
                return try load.redis.run("LLEN", "taken_a").integer ?? 0 >= last
                    && load.redis.run("LLEN", "taken_b").integer ?? 0 >= last
            }
        } catch let error as NotInTime {
            let queues = try loglines("queues", in: load.directory).output
            let picture = "\(last), \(try load.spill())\n\(queues)\n\(load.directory.read("out") ?? "")"
            throw Unsettled(error: error, picture: picture)
        }
        #expect(last > 10_000)
        for queue in ["taken_a", "taken_b"] {
            let taken = try load.redis.list(queue).compactMap { Int($0) }
            #expect(taken.count == last && Set(taken).count == last, "\(queue): lost or doubled")
            let wrong = zip(taken, 1...last).first { $0 != $1 }
            #expect(wrong == nil, "\(queue): not in order")
        }
        load.broker?.end(SIGTERM)
        #expect(try load.redis.run("LLEN", "temp:web1:broker_0").integer == 0)
        #expect(load.directory.read("out")?.contains("Spilled messages are gone") == false)
    }
}
