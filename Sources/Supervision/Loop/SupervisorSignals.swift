import CLinux
import Glibc
import SupervisorClient

/// The signals that a supervisor lives by, read from a descriptor.
struct SupervisorSignals {
    let descriptor: Int32

    /// Blocks the signals in this thread and those it will start. Before anything is spawned, so that none is lost.
    /// - Throws: ``SupervisorError``.
    init() throws(SupervisorError) {
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in [SIGCHLD, SIGTERM, SIGINT, SIGHUP] { sigaddset(&mask, signal) }
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        // A reader of our output that goes away is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        descriptor = clinux_signalfd(&mask)
        guard descriptor >= 0 else { throw SupervisorError("no signal descriptor: \(errorText(errno))") }
    }

    /// The signals that have come.
    func next() -> [Int32] {
        var signals: [Int32] = []
        var info = signalfd_siginfo()
        while read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) > 0 {
            signals.append(Int32(info.ssi_signo))
        }
        return signals
    }
}
