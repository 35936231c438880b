import PluginAPI
import SupervisorClient

/// One light: a process of this machine's supervisor, with its heartbeat where it is a worker; or a worker that somebody else
/// started, by its heartbeat alone.
struct Instance {
    /// Its name on pages.
    let name: String
    /// nil: it is not this supervisor's.
    let process: ProcessReport?
    /// nil: it is no worker of ours, or its heartbeat has not come yet.
    let worker: ConsoleSnapshot.WorkerStatus?
    let light: Light
    /// The machine.
    let host: String
    /// Resident memory in bytes; nil: not known.
    let memory: Int?

    /// The processes of this machine's supervisor, in its order.
    static func own(in snapshot: ConsoleSnapshot) -> [Instance] {
        // Other hosts have processes of the same numbers.
        let names = Dictionary(snapshot.processes.map { ($0.name, 1) }, uniquingKeysWith: +)
        let workers = Dictionary(snapshot.workers.filter { $0.memory != nil }.map { ($0.pid, $0) }) { first, _ in first
        }
        return snapshot.processes.map { process in
            let worker = process.pid > 0 ? workers[process.pid] : nil
            return Instance(
                name: names[process.name] == 1 ? process.name : process.fullName, process: process, worker: worker,
                light: Light(process, worker, now: snapshot.time / 1000),
                host: snapshot.host, memory: snapshot.memory[process.pid])
        }
    }

    /// The workers that others started and that share our Redis.
    static func others(in snapshot: ConsoleSnapshot) -> [Instance] {
        let own = Set(snapshot.processes.map(\.pid))
        return snapshot.workers.filter { worker in
            // What a process of ours that has ended left behind goes by itself.
            let isLeft = worker.host == snapshot.host && worker.memory == nil
            // Before the name may stand this machine's identifier.
            let name = worker.name.split(separator: ":").last.map(String.init)
            if isLeft, snapshot.processes.contains(where: { $0.name == name }) { return false }
            return worker.memory == nil || !own.contains(worker.pid)
        }.map { worker in
            Instance(
                name: worker.name, process: nil, worker: worker, light: Light(worker, now: snapshot.time / 1000),
                host: worker.host, memory: worker.memory)
        }
    }

    /// Where its own page is.
    var address: String { "/workers/\(PercentEncoding.encoded(name).replacing("%3A", with: ":"))" }

    /// Seconds since it was started; nil: it does not run, or another supervisor's.
    var uptime: Int? {
        process.flatMap { $0.pid > 0 && $0.start > 0 ? max(0, $0.now - $0.start) : nil }
    }
}
