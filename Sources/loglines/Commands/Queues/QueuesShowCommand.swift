import ArgumentParser
import Glibc
import PluginAPI
import Queues
import Settings
import Telemetry

/// `loglines queues show`: prints messages.
struct QueuesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Prints the next messages of a queue.",
        discussion: """
            Also what a worker holds (temp:pirus2_0), what waits for another try (retry:pirus2), and what was given up \
            (failed:pirus2).
            """)

    @OptionGroup var redis: RedisOption
    @Argument(help: "The queue.") var queue: String
    @Flag(help: "Print what the workers of the queue hold.") var inFlight = false
    @Option(name: .short, help: "How many; with --in-flight of each worker.") var n = 10
    @Flag(help: "Print JSON lines.") var json = false

    func run() throws {
        if let name = rest(behind: QueueKeys.failed("")) {
            var failed = QueuesFailedCommand()
            (failed.redis, failed.queue) = (redis, name)
            (failed.n, failed.json) = (n, json)
            return try failed.run()
        }
        let (configuration, inspector) = try redis.connect()
        if let worker = rest(behind: QueueKeys.temp("")) {
            guard let held = try inspector.inFlight(worker: worker, n) else { throw missing("worker \(worker)") }
            return try show(held)
        }
        let name = rest(behind: QueueKeys.retry("")) ?? queue
        guard
            try inspector.overview(of: configuration.topology(ofRedis: redis.redis).queuesInOrder).contains(where: {
                $0.name == name
            })
        else { throw missing("queue \(name)") }
        if inFlight {
            for worker in try inspector.workers(of: name) {
                if let held = try inspector.inFlight(worker: worker, n) { try show(held) }
            }
        } else if name != queue {
            for (entry, due) in try inspector.retries(n, of: name) {
                let time = UTCTime(secondsSince1970: Int64(due / 1_000)).rfc3339
                try ShownMessage(entry, due: time).print(json: json)
            }
        } else {
            for entry in try inspector.oldest(n, of: queue) { try ShownMessage(entry).print(json: json) }
        }
    }

    private func rest(behind prefix: String) -> String? {
        queue.hasPrefix(prefix) ? String(queue.dropFirst(prefix.count)) : nil
    }

    private func missing(_ what: String) -> ExitCode {
        printError("there is no \(what); `loglines queues` lists what there is")
        return .failure
    }

    private func show(_ held: InFlight) throws {
        let now = time(nil)
        if !json { print(held.head(now: now).escapingControls) }
        for (entry, claimed) in held.oldest {
            let age = claimed.map { max(0, now - $0) }
            try ShownMessage(entry, worker: held.worker, age: age).print(json: json)
        }
    }
}

extension InFlight {
    /// Seconds without a sign of life after which a worker that beats every second seems to be gone.
    private static let silence = 5

    /// Who holds how much, in one line.
    fileprivate func head(now: Int) -> String {
        let oldest = oldest.first?.claimed.map { ", the oldest for \(max(0, now - $0)) s" } ?? ""
        let held = "\(count) held\(oldest)"
        guard let host = heartbeat["host"], let pid = heartbeat["pid"] else {
            return "\(worker): no heartbeat; \(held)"
        }
        var state = heartbeat["state"] ?? "?"
        if let beat = heartbeat["beat"].flatMap({ Int($0) }), now - beat > InFlight.silence {
            state = "gone since \(UTCTime(secondsSince1970: Int64(beat)).rfc3339)"
        }
        return "\(worker): \(host), pid \(pid), \(state); \(held)"
    }
}
