import Glibc
import Synchronization

/// Set by the signal handler, which may do nothing else.
private let isStopRequested = Atomic(false)

/// SIGTERM and SIGINT as a question, for a command that is a plain loop.
enum StopSignals {
    /// Whether one of them came since ``install()``.
    static var came: Bool { isStopRequested.load(ordering: .relaxed) }

    /// From now on both end nothing by themselves, but interrupt a system call that waits. A reader that goes away is
    /// told by the write (EPIPE) instead of by a signal.
    static func install() {
        _ = came
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in isStopRequested.store(true, ordering: .relaxed) }
        sigaction(SIGTERM, &action, nil)
        sigaction(SIGINT, &action, nil)
        signal(SIGPIPE, SIG_IGN)
        // A parent that starts its children from a thread of libdispatch hands them a mask in which both are blocked.
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGTERM)
        sigaddset(&both, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
    }
}
