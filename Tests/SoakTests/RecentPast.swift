import Glibc
import Synchronization
import TestKit

/// How long the append-only file was at every moment of the last seconds, and how many uses had been sent by then.
final class RecentPast: Sendable {
    private struct Moment {
        let time: ContinuousClock.Instant
        let sends: Int
        let size: Int
    }

    let file: String
    private let sends: @Sendable () -> Int
    private let state = Mutex((moments: [Moment](), isWatching: false))

    init(_ file: String, sends: @escaping @Sendable () -> Int) {
        self.file = file
        self.sends = sends
    }

    func start() {
        state.withLock { $0 = ([], true) }
        startThread { [weak self] in
            while self?.look() == true { usleep(50_000) }
        }
    }

    func stop() {
        look()
        state.withLock { $0.isWatching = false }
    }

    @discardableResult
    private func look() -> Bool {
        state.withLock { state in
            guard state.isWatching else { return false }
            // The sends first: one that is counted too many widens the bound a little, one too few would be a false alarm.
            let sends = sends()
            var status = stat()
            if stat(file, &status) == 0 {
                state.moments.append(Moment(time: .now, sends: sends, size: Int(status.st_size)))
            }
            state.moments.removeAll { $0.time < .now - .seconds(5) }
            return true
        }
    }

    /// What came since the moment so long before the last one. It is asked for once: afterwards the file is another.
    func since(_ seconds: Double) -> (size: Int, bytes: Int, sends: Int) {
        state.withLock { state in
            defer { state.moments = [] }
            guard let last = state.moments.last,
                let then = state.moments.last(where: { $0.time <= last.time - .seconds(seconds) })
            else { return (0, 0, 0) }
            return (then.size, last.size - then.size, sends() - then.sends)
        }
    }
}
