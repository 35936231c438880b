import Settings
import Testing

@Suite("The ways between queues")
struct TopologyTests {
    private func worker(_ name: String, _ job: Job, redis: String = "") -> WorkerSettings {
        WorkerSettings(
            section: "worker_\(name)", name: name, job: job, process: ProcessSettings(), redis: redis,
            origin: Origin(file: "x", line: 1))
    }

    private func forwarder(_ queue: String, success: String?, other: String?) -> Job {
        var settings = ForwarderSettings(listento: queue, endpointURL: "http://x/")
        (settings.successQueue, settings.otherQueue) = (success, other)
        return .pirus2(settings)
    }

    @Test func findsWhereLinesComeIn() {
        func tail(_ name: String, _ queue: String, _ service: String, redis: String = "") -> WorkerSettings {
            worker(name, .tail(TailSettings(pushto: queue, servicename: service, logfile: [])), redis: redis)
        }
        func broker(_ queue: String, _ fanout: [String]) -> WorkerSettings {
            worker("broker-\(queue)", .broker(BrokerSettings(listento: queue, fanout: fanout)))
        }
        var configuration = Configuration(directory: "/x")
        configuration.redis["archive"] = RedisSettings()
        configuration.workers = [
            tail("a", "one", "single"), tail("b", "one", "double"), tail("c", "two", "double"),
            tail("d", "three", "apart"), tail("e", "one", "apart"), tail("f", "old", "archived", redis: "archive"),
            worker("g", .zeromq(ZeroMQSettings(pushto: "sent", servicename: "subscribed"))),
            broker("one", ["x", "both"]), broker("two", ["both"]), broker("both", ["end"]), broker("end", ["z"]),
        ]
        func entry(_ service: String) -> String {
            let entry = configuration.entry(of: service)
            return "\(entry.redis)/\(entry.queue)"
        }
        #expect(
            ["single", "double", "apart", "archived", "subscribed", "none"].map(entry) == [
                "/one", "/both", "/loglines", "archive/old", "/sent", "/loglines",
            ])
        #expect(configuration.entry(of: "archived", redis: "").queue == "loglines")
        #expect(configuration.knownServices == ["single", "double", "apart", "archived", "subscribed"])
    }

    @Test func findsWhereLinesEnd() {
        let workers = [
            worker("tail", .tail(TailSettings(pushto: "in", servicename: "s", logfile: []))),
            worker("broker", .broker(BrokerSettings(listento: "in", fanout: ["a", "b", "second"]))),
            worker("second", .broker(BrokerSettings(listento: "second", fanout: ["c", "second"]))),
            worker("a", forwarder("a", success: "sent", other: "other")),
            worker("b", .file(FileLoggerSettings(listento: "b", logfile: "b.log"))),
            worker("c", .file(FileLoggerSettings(listento: "c", logfile: "c.log"))),
            worker("sent", forwarder("sent", success: nil, other: nil)),
            worker("other", .file(FileLoggerSettings(listento: "other", logfile: "other.log"))),
            worker("byhand", .file(FileLoggerSettings(listento: "byhand", logfile: "x.log"))),
            worker("elsewhere", .file(FileLoggerSettings(listento: "z", logfile: "z.log")), redis: "archive"),
        ]
        let topology = Topology(workers, redis: "")
        #expect(topology.branches == ["a", "b", "byhand", "c"])
        #expect(topology.upstream(of: "c") == ["c", "second", "in"])
        #expect(topology.upstream(of: "a") == ["a", "in"])
        #expect(topology.isOnTheWay("in") && !topology.isOnTheWay("other"))
        #expect(topology.queuesInOrder == ["byhand", "in", "a", "b", "second", "c", "other", "sent"])
        #expect(Topology(workers, redis: "archive").branches == ["z"])
    }
}
