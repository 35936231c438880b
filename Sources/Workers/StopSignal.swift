import CLinux
import Glibc
import Synchronization

/// The wish that this process ends: SIGTERM or SIGINT came, or ``request()`` was called.
///
/// A process has one, since signals are sent to processes; tests make their own without signals.
public final class StopSignal: Sendable {
    private let flag = Atomic(false)
    private let readEnd: Int32
    private let writeEnd: Int32

    /// A wish that nobody has yet.
    public init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = clinux_set_close_on_exec(end)
            _ = clinux_set_nonblocking(end)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Whether the process is to end.
    public var isRequested: Bool { flag.load(ordering: .acquiring) }

    /// A descriptor that becomes readable, and stays so, once the process is to end: for poll(2).
    public var descriptor: Int32 { readEnd }

    /// Asks for the end. May be called by a signal handler.
    public func request() {
        flag.store(true, ordering: .releasing)
        var byte: UInt8 = 1
        // A full pipe says the same already.
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits, but not longer than until the end is asked for.
    /// - Returns: Whether to go on.
    public func pause(_ duration: Duration) -> Bool {
        let deadline = ContinuousClock.now + duration
        while !isRequested {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return true }
            var waiting = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, Int32(min(left.rounded(.up), 60_000)))
        }
        return false
    }

    /// The one that SIGTERM and SIGINT ask through. They also interrupt a system call that waits.
    public static let ofProcess: StopSignal = {
        // The handler may be the first to ask for it, and must not be the one that makes it.
        let signal = received
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in StopSignal.received.request() }
        for number in [SIGTERM, SIGINT] { sigaction(number, &action, nil) }
        return signal
    }()

    private static let received = StopSignal()
}
