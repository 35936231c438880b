import FoundationEssentials
import Glibc
import Queues
public import RedisClient
public import SupervisorClient

/// Takes snapshots: asks every Redis and the supervisor. For one thread, since the asking blocks it.
public final class SnapshotMaker {
    private let servers: [(name: String, client: RedisClient)]
    private let queues: [String: [String]]
    private let supervisor: ControlClient
    private let host: String
    private var drains: [String: DrainRate] = [:]
    private var failures: [String: FailureWatch] = [:]
    private var heads: [String: QueueHead] = [:]

    /// A maker.
    /// - Parameters:
    ///   - servers: The Redis servers by their names in `redis =`.
    ///   - queues: The queues that the configuration names, of each server.
    ///   - host: This machine's name in heartbeats.
    public init(
        servers: [String: RedisAddress], queues: [String: [String]], supervisor: ControlClient, host: String
    ) {
        self.servers = servers.sorted { $0.key < $1.key }.map { ($0.key, RedisClient($0.value, pause: { _ in false })) }
        self.queues = queues
        self.supervisor = supervisor
        self.host = host
    }

    /// How everything stands now.
    public func make() -> ConsoleSnapshot {
        var snapshot = ConsoleSnapshot()
        snapshot.time = Self.now
        snapshot.host = host
        do {
            snapshot.processes = try supervisor.status().processes
            for process in snapshot.processes where process.pid > 0 {
                snapshot.memory[process.pid] = ProcessMemory.resident(of: process.pid)
            }
            snapshot.missing = try supervisor.about()?.missing ?? []
        } catch {
            snapshot.supervisorProblem = "\(error)"
        }
        for (name, client) in servers {
            var status = ConsoleSnapshot.ServerStatus(name: name)
            do {
                try client.once { try look(QueueInspector($0), redis: name, &snapshot) }
            } catch {
                status.problem = "\(error)"
            }
            snapshot.servers.append(status)
        }
        return snapshot
    }

    private func look(_ inspector: QueueInspector, redis: String, _ snapshot: inout ConsoleSnapshot) throws {
        let held = try inspector.held()
        for (worker, beat) in try inspector.heartbeats().sorted(by: { $0.key < $1.key }) {
            var status = ConsoleSnapshot.WorkerStatus(worker, beat, redis: redis)
            status.queue = held[worker]?.queue
            status.inFlight = held[worker]?.count ?? 0
            if status.host == host { status.memory = ProcessMemory.resident(of: status.pid) }
            snapshot.workers.append(status)
        }
        for overview in try inspector.overview(of: queues[redis] ?? []) {
            var status = ConsoleSnapshot.QueueStatus(overview, redis: redis)
            let key = "\(redis) \(overview.name)"
            var drain = drains[key] ?? DrainRate()
            status.drain = drain.note(depth: overview.depth, at: snapshot.time)
            drains[key] = drain
            if status.drain > 0.05, status.depth > 0 { status.secondsToEmpty = Double(status.depth) / status.drain }
            status.nextRetry = try inspector.retries(1, of: overview.name).first?.due
            var head = heads[key] ?? QueueHead()
            status.headAge = head.note(try inspector.oldest(1, of: overview.name).first, at: snapshot.time)
            heads[key] = head
            let claims = snapshot.workers.filter { $0.redis == redis && $0.queue == overview.name }
            status.claimAge = claims.compactMap(\.oldestClaim).min().map {
                max(0, Double(snapshot.time) / 1000 - Double($0))
            }
            snapshot.queues.append(status)
            var watch = failures[key] ?? FailureWatch()
            let groups = try watch.look(inspector, of: overview.name, failed: overview.failed, at: snapshot.time)
            failures[key] = watch
            snapshot.failures += groups.map {
                ConsoleSnapshot.FailureStatus($0, overview.name, redis, seen: watch.seen)
            }
        }
    }

    private static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }
}

/// How fast a queue becomes shorter, smoothed.
struct DrainRate {
    /// Seconds after which an old value counts for little.
    private static let memory = 10.0

    private var last: (depth: Int, time: Int)?
    private var rate = 0.0

    /// Notes the depth at a time in milliseconds.
    /// - Returns: Messages a second by which it becomes shorter.
    mutating func note(depth: Int, at time: Int) -> Double {
        defer { last = (depth, time) }
        guard let last, time > last.time else { return rate }
        let seconds = Double(time - last.time) / 1000
        let now = Double(last.depth - depth) / seconds
        let weight = min(1, seconds / Self.memory)
        rate += (now - rate) * weight
        return depth == 0 && last.depth == 0 ? 0 : rate
    }
}

/// The memory of processes.
enum ProcessMemory {
    /// Resident bytes; nil when there is no such process.
    static func resident(of pid: Int) -> Int? {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return nil }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = fread(&text, 1, text.count, file)
        let fields = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }
}

extension ConsoleSnapshot.WorkerStatus {
    init(_ name: String, _ beat: [String: String], redis: String) {
        /// Other machines' words are taken for no more than they can be.
        func number(_ key: String) -> Int { min(max(0, beat[key].flatMap(Int.init) ?? 0), 1 << 53) }
        func text(_ key: String) -> String { String((beat[key] ?? "").unicodeScalars.prefix(1_000)) }
        let rate = beat["rate"].flatMap(Double.init) ?? 0
        self.init(
            name: name, redis: redis, kind: text("kind"), host: text("host"), pid: number("pid"), state: text("state"),
            done: number("done"), failed: number("failed"), rate: rate.isFinite ? min(max(0, rate), 1e9) : 0,
            lastError: text("last_error"), beat: number("beat"), queue: nil, inFlight: 0,
            oldestClaim: beat["claims"].flatMap(InFlight.oldestClaim), memory: nil,
            endpoint: ConsoleSnapshot.EndpointStatus(beat))
    }
}

extension ConsoleSnapshot.QueueStatus {
    init(_ overview: QueueInspector.Overview, redis: String) {
        self.init(
            name: overview.name, redis: redis, depth: overview.depth, inFlight: overview.inFlight,
            retry: overview.retry, nextRetry: nil, failed: overview.failed, spilled: overview.spilled, drain: 0,
            secondsToEmpty: nil, headAge: nil, claimAge: nil)
    }
}
