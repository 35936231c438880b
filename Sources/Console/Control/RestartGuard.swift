import SupervisorClient
import Synchronization

/// Keeps a second click on "Restart" from restarting what the first has just restarted. Starting and stopping need none: what
/// is up is not started, what is down is not stopped.
final class RestartGuard: Sendable {
    private let underWay = Mutex<Set<String>>([])

    /// Begins to restart processes.
    /// - Parameter seen: The processes' numbers as who asks saw them; nil: it does not say.
    /// - Returns: Which to restart, and which have been since, or are being.
    func begin(_ processes: [ProcessReport], seen: Set<Int>?) -> (wanted: [ProcessReport], done: [ProcessReport]) {
        underWay.withLock { underWay in
            var (wanted, done): ([ProcessReport], [ProcessReport]) = ([], [])
            for process in processes {
                let isAnother = seen.map { process.pid > 0 && !$0.contains(process.pid) } ?? false
                if isAnother || !underWay.insert(process.fullName).inserted {
                    done.append(process)
                } else {
                    wanted.append(process)
                }
            }
            return (wanted, done)
        }
    }

    /// Ends what was begun.
    func end(_ wanted: [ProcessReport]) {
        underWay.withLock { $0.subtract(wanted.map(\.fullName)) }
    }
}
