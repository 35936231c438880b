import Glibc
import Queues
import RedisClient
import Settings
import TestKit
import Testing
import Workers

@Suite("A worker's life")
struct WorkerLifeTests {
    private struct Idle: Worker {
        let context: WorkerContext
        mutating func run() throws { while context.stop.pause(.seconds(10)) {} }
    }

    @Test("It beats while it lives, and its name is free when it has stopped")
    func beats() throws {
        let bench = try WorkerBench()
        let address = bench.server.address
        let worker = bench.start("w_0") { Living(context: $0, address: address) }
        try eventually("it beats") { try bench.server.run("HGET", "worker:w_0", "state").text == "running" }
        let fields = try bench.server.run("HGETALL", "worker:w_0").fields
        for field in ["host", "pid", "kind", "state", "done", "failed", "rate", "last_error", "beat"] {
            #expect(fields[field] != nil, "\(field) is missing")
        }
        #expect(fields["pid"] == String(getpid()))
        #expect((1...30).contains(try bench.server.run("TTL", "worker:w_0").integer ?? 0))
        #expect(try bench.server.run("HGET", "workers", "w_0").text == "q")

        let second = bench.start("w_0") { Living(context: $0, address: address) }
        let error = #expect(throws: WorkerLease.Taken.self) { try second.ending() }
        #expect(error?.description == "w_0 is already running: pid \(getpid()) on test")

        try worker.end()
        #expect(try bench.server.run("EXISTS", "worker:w_0", "workers").integer == 0)
    }

    @Test("The name of a process of this machine that has ended is taken over at once")
    func takesOver() throws {
        let bench = try WorkerBench()
        let ended = try ChildProcess("/bin/true", [])
        ended.wait()
        try bench.server.run("HSET", "worker:w_0", "token", "old", "host", "test", "pid", String(ended.pid))
        let address = bench.server.address
        let worker = bench.start("w_0") { Living(context: $0, address: address) }
        try eventually("it beats") { try bench.server.run("HGET", "worker:w_0", "pid").text == String(getpid()) }
        try worker.end()
    }

    @Test("A Redis that has forgotten that the name was taken over is told again")
    func takesOverAgain() throws {
        let bench = try WorkerBench()
        let ended = try ChildProcess("/bin/true", [])
        ended.wait()
        let address = bench.server.address
        let worker = bench.start("w_0") { Living(context: $0, address: address) }
        try eventually("it beats") { try bench.server.run("HGET", "worker:w_0", "pid").text == String(getpid()) }
        try bench.server.run("HSET", "worker:w_0", "token", "old", "host", "test", "pid", String(ended.pid))
        try eventually("it has its name again") {
            try bench.server.run("HGET", "worker:w_0", "pid").text == String(getpid())
        }
        try worker.end()
    }

    @Test("The name of a process that has ended and that nobody asked how is taken over at once, too")
    func takesOverFromZombie() throws {
        let bench = try WorkerBench()
        let ended = try ChildProcess("/bin/true", [])
        // It is not waited for.
        try eventually("it has ended") {
            shell("grep -q 'State:.Z' /proc/\(ended.pid)/status", in: bench.directory).code == 0
        }
        try bench.server.run("HSET", "worker:w_0", "token", "old", "host", "test", "pid", String(ended.pid))
        let address = bench.server.address
        let worker = bench.start("w_0") { Living(context: $0, address: address) }
        try eventually("it beats") { try bench.server.run("HGET", "worker:w_0", "pid").text == String(getpid()) }
        try worker.end()
    }

    @Test("The name of a silent process of another machine is waited for until it expires")
    func waitsForExpiry() throws {
        let bench = try WorkerBench()
        try bench.server.run("HSET", "worker:w_0", "token", "old", "host", "gone", "pid", "1", "beat", "1")
        try bench.server.run("PEXPIRE", "worker:w_0", "1500")
        let address = bench.server.address
        let worker = bench.start("w_0") { Living(context: $0, address: address) }
        try eventually("it beats") { try bench.server.run("HGET", "worker:w_0", "host").text == "test" }
        try worker.end()
    }

    private struct Living: Worker {
        let context: WorkerContext
        let address: RedisAddress
        mutating func run() throws {
            var idle = Idle(context: context)
            try idle.live(kind: "idle", queue: "q", address: address, in: context)
        }
    }
}
