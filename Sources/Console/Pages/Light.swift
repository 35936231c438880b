import SupervisorClient

/// How one process stands, as a colour and in words.
struct Light: Equatable {
    /// From good to bad.
    enum Colour: String, Comparable {
        case green, grey, amber, red

        private var order: Int {
            switch self {
            case .green: 0
            case .grey: 1
            case .amber: 2
            case .red: 3
            }
        }

        static func < (first: Self, second: Self) -> Bool { first.order < second.order }
    }

    let name: String
    let colour: Colour
    /// supervisord's word for the state.
    let state: String
    /// What it waits for, or what went wrong; empty: nothing.
    let remark: String
    /// Messages per second; nil: it is no worker of ours.
    let rate: Double?

    /// The lights of this machine's processes.
    static func all(in snapshot: ConsoleSnapshot) -> [Light] {
        let workers = Dictionary(snapshot.workers.map { ($0.pid, $0) }) { first, _ in first }
        return snapshot.processes.map { process in
            Light(process, process.pid > 0 ? workers[process.pid].flatMap { $0.memory == nil ? nil : $0 } : nil)
        }
    }

    private init(_ process: ProcessReport, _ worker: ConsoleSnapshot.WorkerStatus?) {
        name = process.name
        state = process.statename
        rate = worker?.rate
        let doing = worker?.state ?? "running"
        let isAtWork = ["running", "starting", "stopping"].contains(doing) || doing.hasPrefix("running")
        switch ProcessState(rawValue: process.state) ?? .unknown {
        case .running:
            colour = isAtWork ? .green : .amber
            remark = doing == "running" ? "" : doing
        case .starting, .stopping:
            colour = .amber
            remark = process.description
        case .stopped:
            colour = .grey
            remark = process.description
        case .backoff, .exited, .fatal, .unknown:
            colour = .red
            remark = process.description
        }
    }
}
