import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// Changes to the set-up of a running site.
struct ReloadTests {
    @Test(
        "reload starts what was enabled, stops what was disabled, restarts what was changed, and leaves the rest alone")
    func reload() throws {
        let site = try Site()
        try loglines(["disable", "otherlogger"], in: site.directory).expect("otherlogger: disabled\n")
        try site.start()
        let before = try pids(of: site)
        #expect(before["otherlogger_0"] == nil)
        try site.append(items: 0..<100)
        try eventually("the sent ones are logged") { site.count("logs/articles.log") == 75 }

        try loglines(["enable", "otherlogger"], in: site.directory).expect("otherlogger: enabled\n")
        try loglines(["reload"], in: site.directory).expect("otherlogger_0: added\notherlogger_0: started\n")
        try site.settle(100)

        try loglines(["disable", "articlelogger"], in: site.directory).expect("articlelogger: disabled\n")
        try site.replace("numprocs = 2", with: "numprocs = 1", in: "workers_available/pirus2.conf")
        try loglines(["reload"], in: site.directory)
            .expect("pirus2_1: stopped\narticlelogger_0: stopped\narticlelogger_0: removed\npirus2_1: removed\n")

        try site.replace("fanout = pirus2", with: "fanout = pirus2 copy", in: "workers_available/broker.conf")
        try loglines(["reload"], in: site.directory)
            .expect("broker_0: stopped\nbroker_0: changed\nbroker_0: started\n")
        try loglines(["reload"], in: site.directory).expect("all: unchanged\n")

        try site.append(items: 100..<200)
        try eventually("the second queue has them too") { try site.length("copy") == 100 }
        try eventually("and the sent ones wait for their logger") {
            try site.length("articlelog") == 75
        }
        let after = try pids(of: site)
        for name in ["access_0", "pirus2_0"] { #expect(after[name] == before[name]) }
        #expect(after["broker_0"] != before["broker_0"])
        #expect(after["articlelogger_0"] == nil && after["pirus2_1"] == nil)

        try loglines(["enable", "articlelogger"], in: site.directory).expect("articlelogger: enabled\n")
        site.supervisor?.signal(SIGHUP)
        try site.settle(200)
        try site.expectNothingLostOrDoubled()
    }

    @Test("A bad configuration is refused, and the old one goes on")
    func refused() throws {
        let site = try Site()
        try site.start()
        let before = try pids(of: site)
        try eventually("every worker has read the configuration, which RUNNING does not say") {
            try site.redis.run("KEYS", "worker:*").elements.count == before.count
        }
        try site.replace("fanout = pirus2", with: "fanuot = pirus2", in: "workers_available/broker.conf")
        let answer = try loglines("reload", in: site.directory)
        #expect(
            answer
                == CommandOutcome(
                    78, "",
                    "not reloaded, the old configuration goes on:\nworkers_available/broker.conf:1: [worker_broker] fanout: is missing: "
                        + "the queues that each get every message\n"
                        + "workers_available/broker.conf:4: [worker_broker] fanuot: unknown key; nearest: fanout\n"))
        site.supervisor?.signal(SIGHUP)
        try eventually("the supervisor says so") {
            site.directory.read("supervisor.out")?.contains("supervisor: reload refused: ") == true
        }
        try site.append(items: 0..<20)
        try site.settle(20)
        #expect(try pids(of: site) == before)
    }

    private func pids(of site: Site) throws -> [String: pid_t] {
        Dictionary(try site.processes.map { ($0.name, $0.pid) }) { $1 }
    }
}

extension CommandOutcome {
    /// Expects success with this output, in any order of its lines, and no word on stderr.
    fileprivate func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(code == 0, sourceLocation: location)
        #expect(errors == "", sourceLocation: location)
        #expect(
            output.split(separator: "\n").sorted() == text.split(separator: "\n").sorted(), sourceLocation: location)
    }
}
