import Settings
import SupervisorClient

/// What the service manager is told.
extension Supervisor {
    /// Whatever was to be started has been, and clients are answered.
    func announceReady() {
        tellServiceManager(["READY=1", status])
    }

    /// How many run, and what does not as it should: what `systemctl status` shows.
    func announceStatus() {
        tellServiceManager([status])
    }

    /// Stopping, and how long that may take: wave after wave, each until its most patient process would be killed.
    func announceStop() {
        let waves = Dictionary(grouping: processes, by: \.spec.settings.priority).values
        let seconds = waves.reduce(5) { $0 + ($1.map(\.spec.settings.stopwaitsecs).max() ?? 0) }
        let microseconds = UInt64(min(seconds, 86_400) * 1_000_000)
        tellServiceManager(["STOPPING=1", "EXTEND_TIMEOUT_USEC=\(microseconds)", "STATUS=stopping"])
    }

    private var status: String {
        let running = processes.count { $0.state == .running }
        let broken = processes.filter { $0.state == .backoff || $0.state == .fatal || $0.state == .unknown }
        let names = broken.prefix(3).map { "; \($0.spec.name) \($0.state.name)" }.joined()
        let more = broken.count > 3 ? "; and \(broken.count - 3) more" : ""
        return "STATUS=\(running) of \(processes.count) processes run\(names)\(more)"
    }

    private func tellServiceManager(_ assignments: [String]) {
        do {
            try serviceManager?.tell(assignments)
        } catch {
            tell("supervisor: the service manager was not told: \(error)")
        }
    }
}
