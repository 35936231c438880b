import Glibc
import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("Failover by Sentinels, under load")
struct FailoverTests {
    private let cluster: SentinelCluster

    /// By how many of the two replicas must have what counts.
    private let loads: [NumberedLoad]

    init() throws {
        cluster = try SentinelCluster()
        let address = cluster.address
        loads = (0...2).map { replicas in
            var address = address
            address.minReplicas = replicas
            return NumberedLoad("confirmed\(replicas)", address)
        }
    }

    @Test("The load goes on by itself on each new master, and every line comes through once")
    func followsMaster() throws {
        try goOn(loads, "at first")

        let first = try master()
        first.kill()
        let second = try master(otherThan: first)
        // The third one waits until there are two replicas again.
        try goOn(loads.dropLast(), "after the master was killed", on: second)
        #expect(loads[1].tally.forgotten == 0)
        let killed = loads.map(\.tally)

        try first.start()
        try eventually("the old master is a replica", within: 60) { (try? first.role()) == ["slave", "connected"] }
        try goOn(loads, "beside the old master", on: second)
        #expect(try master() === second)

        // The old master goes on answering then, and its replicas leave it one after the other.
        try eventually("a Sentinel begins a failover", within: 60) {
            // It refuses while it is still at another one.
            (try? cluster.sentinels[0].failOver()) != nil
        }
        let third = try master(otherThan: second)
        try goOn(loads.dropLast(), "after a failover that was asked for", on: third)
        // As the Sentinels would some ten seconds later.
        try second.run("REPLICAOF", "127.0.0.1", String(third.port))
        try goOn(loads, "with two replicas again", on: third)

        for load in loads { #expect(load.end(within: 60), "\(load.queue) does not come to its end") }
        for load in loads { try expectEveryLineOnce(of: load, on: third) }
        #expect(loads[2].tally.forgotten == 0)
        report(killed)
    }

    /// The server that all agree on.
    private func master(otherThan old: RedisServer? = nil) throws -> RedisServer {
        var found: RedisServer?
        try eventually("there is a master", within: 60) {
            found = try? cluster.master()
            return found != nil && found !== old
        }
        return try #require(found)
    }

    /// Waits until loads have pushed and settled a good deal more, and have said on which server.
    private func goOn(
        _ loads: some Sequence<NumberedLoad>, _ when: String, on server: RedisServer? = nil
    ) throws {
        for load in loads {
            let start = load.tally
            try eventually("\(load.queue) goes on \(when): \(start)", within: 60) {
                let now = load.tally
                guard now.failures.isEmpty else { return true }
                return now.pushed > start.pushed + 500 && now.settled > start.settled + 500
                    && (server == nil || now.lastMaster == server?.port)
            }
            #expect(load.tally.failures == [])
        }
    }

    /// The new master has every line pushed, once, and nothing is left on the way.
    private func expectEveryLineOnce(of load: NumberedLoad, on server: RedisServer) throws {
        #expect(load.tally.failures == [])
        let numbers = try server.list(load.settledQueue).map { json in
            Int(String(decoding: try MessageEnvelope(json: Array(json.utf8)).message.line, as: UTF8.self)) ?? 0
        }
        #expect(numbers.count == load.tally.pushed)
        #expect(Set(numbers) == Set(1...load.tally.pushed))
        #expect(try server.run("EXISTS", load.queue, QueueKeys.temp("\(load.queue)_settle")).integer == 0)
        // Each outage is said once, and its end once.
        let kinds = load.tally.events.map { if case .lost = $0 { "lost" } else { "back" } }
        #expect(kinds == (0..<kinds.count).map { $0 % 2 == 0 ? "lost" : "back" })
    }

    /// What README's figures are taken from.
    private func report(_ killed: [NumberedLoad.Tally]) {
        for (load, killed) in zip(loads, killed) {
            let all = load.tally
            print(
                "failover, \(load.queue): \(all.pushed) lines; forgotten when the master was killed",
                "\(killed.forgotten), when another one was asked for \(all.forgotten - killed.forgotten);",
                "longest pause \(killed.longestPause), then \(all.longestPause)")
        }
    }
}

extension NumberedLoad.Tally {
    /// Acknowledgements that Redis did not keep.
    fileprivate var forgotten: Int { pushesForgotten + settlesForgotten }

    /// The port of the master that the client went to last.
    fileprivate var lastMaster: Int? {
        for case .back(_, let server?) in events.reversed() {
            if case .tcp(_, let port) = server.endpoint { return port }
        }
        return nil
    }
}
