import CLinux
import Dispatch
import Glibc
import Logging
import Queues
import RedisClient
import Synchronization

/// Renews a worker's lease from a thread of its own, so that a worker busy with one slow thing is not taken for dead;
/// and now and then gives back what dead workers held, and keeps the failed list within its caps.
final class Heartbeat: Sendable {
    private struct State {
        var client: RedisClient
        var reaper: Reaper
        var trimmer: FailureTrimmer?
        var lastDone = 0
        var rate = 0.0
        var beats = 0
        var hasEnded = false
    }

    private static let interval = 1.0

    private let lease: WorkerLease
    private let kind: String
    private let progress: WorkerProgress
    private let stop: StopSignal
    private let log: Logger
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "heartbeat")

    /// Begins to beat.
    /// - Parameter stop: Asked to end the process when another process has taken the worker's name.
    init(
        lease: WorkerLease, kind: String, address: RedisAddress, progress: WorkerProgress, stop: StopSignal,
        log: Logger,
        failedCaps: FailureTrimmer.Caps?
    ) {
        self.lease = lease
        self.kind = kind
        self.progress = progress
        self.stop = stop
        self.log = log
        let client = RedisClient(address, pause: { _ in false })
        state = Mutex(
            State(
                client: client, reaper: Reaper(client), trimmer: failedCaps.map { FailureTrimmer(client, $0) }))
        queue.async { [weak self] in self?.beat() }
    }

    /// Stops beating and gives the worker's name up.
    func end() {
        state.withLock { state in
            state.hasEnded = true
            do {
                let lease = lease
                try state.client.once { try lease.leave($0) }
            } catch {
                log.debug("The heartbeat is left to expire", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func beat() {
        state.withLock { state in
            guard !state.hasEnded else { return }
            queue.asyncAfter(deadline: .now() + Heartbeat.interval) { [weak self] in self?.beat() }
            let snapshot = progress.snapshot
            let rate = Double(snapshot.done - state.lastDone) / Heartbeat.interval
            state.rate = state.beats == 0 ? rate : state.rate * 0.7 + rate * 0.3
            state.lastDone = snapshot.done
            state.beats += 1
            do {
                let (lease, fields) = (lease, snapshot.fields(kind: kind, rate: state.rate))
                try state.client.once { try lease.renew($0, fields: fields) }
                if state.beats % 10 == 0 {
                    try reap(&state)
                    try trim(state)
                }
            } catch let taken as WorkerLease.Taken {
                log.critical("Another process has this worker's name, ending", metadata: ["reason": "\(taken)"])
                stop.request()
            } catch {
                // The worker's own connection reports the outage.
                log.debug("No heartbeat", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func trim(_ state: State) throws {
        guard let count = try state.trimmer?.look(now: Int64(time(nil))), count > 0 else { return }
        log.notice("Removed failed messages beyond failed_maxlength or failed_maxage", metadata: ["number": "\(count)"])
    }

    private func reap(_ state: inout State) throws {
        for (worker, messages) in try state.reaper.look() {
            log.notice(
                "Gave back what a vanished worker held", metadata: ["worker": "\(worker)", "messages": "\(messages)"])
        }
    }
}

extension WorkerProgress.Snapshot {
    /// The fields of the heartbeat (design, section 4), and those of an endpoint.
    func fields(kind: String, rate: Double) -> [String: String] {
        let fields = [
            "kind": kind, "state": state, "done": String(done), "failed": String(failed),
            "rate": String((rate * 10).rounded() / 10), "last_error": lastError, "beat": String(time(nil)),
            "claims": claims,
        ]
        return fields.merging(endpoint?.fields ?? [:]) { own, _ in own }
    }
}
