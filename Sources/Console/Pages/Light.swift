import SupervisorClient

/// How one process stands, as a colour and in words.
struct Light: Equatable {
    /// From good to bad.
    enum Colour: String, Comparable, CaseIterable {
        case green, grey, amber, red

        private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        static func < (first: Self, second: Self) -> Bool { first.order < second.order }
    }

    let colour: Colour
    /// The state in a word: supervisord's, and `WAITING` of what runs and is held up.
    let state: String
    /// What it waits for, or what went wrong; empty: nothing.
    let remark: String

    /// The light of a process.
    /// - Parameters:
    ///   - worker: Its heartbeat; nil: it has none.
    ///   - now: In seconds since 1970.
    init(_ process: ProcessReport, _ worker: ConsoleSnapshot.WorkerStatus?, now: Int) {
        var word = process.statename
        switch ProcessState(rawValue: process.state) ?? .unknown {
        case .running:
            let beat = worker.map { Light($0, now: now) }
            colour = beat?.colour ?? .green
            word = beat?.state ?? word
            remark = beat?.remark ?? ""
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
        state = word
    }

    /// The light of a worker of which the heartbeat is all that is known.
    /// - Parameter now: In seconds since 1970.
    init(_ worker: ConsoleSnapshot.WorkerStatus, now: Int) {
        let isSilent = worker.isSilent(now: now)
        colour = isSilent || !worker.isAtWork ? .amber : .green
        state = isSilent ? "SILENT" : worker.isAtWork ? "RUNNING" : "WAITING"
        remark = isSilent ? "last sign of life \(Figure.duration(Double(now - worker.beat))) ago" : worker.remark
    }
}

extension ConsoleSnapshot.WorkerStatus {
    /// Whether it hangs, or its machine does: it beats once a second.
    func isSilent(now: Int) -> Bool { now - beat > 5 }

    /// Whether nothing holds it up.
    fileprivate var isAtWork: Bool { ["starting", "stopping"].contains(state) || state.hasPrefix("running") }

    /// What it says of itself; empty: nothing worth saying.
    fileprivate var remark: String {
        // Its state has that time in UTC, for programs.
        if let endpoint, let until = endpoint.pausedUntil {
            return "paused until \(Figure.clock(until)): \(endpoint.pauseReason ?? "")"
        }
        return state == "running" ? "" : state
    }
}
