import Glibc

/// Signals by the names that `stopsignal` uses.
enum SignalName {
    private static let numbers: [String: Int32] = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "TRAP": SIGTRAP, "ABRT": SIGABRT, "BUS": SIGBUS,
        "FPE": SIGFPE, "KILL": SIGKILL, "USR1": SIGUSR1, "SEGV": SIGSEGV, "USR2": SIGUSR2, "PIPE": SIGPIPE,
        "ALRM": SIGALRM, "TERM": SIGTERM, "SYS": SIGSYS, "XCPU": SIGXCPU,
    ]

    /// The number of `TERM` or `SIGTERM`; SIGTERM for what is no name, which the configuration's loader refuses.
    static func number(_ name: String) -> Int32 {
        let upper = name.uppercased()
        return numbers[upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper] ?? SIGTERM
    }

    /// `SIGKILL` for 9.
    static func name(_ number: Int32) -> String {
        numbers.first { $0.value == number }.map { "SIG\($0.key)" } ?? "signal \(number)"
    }
}
