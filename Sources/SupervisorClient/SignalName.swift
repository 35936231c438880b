import Glibc

/// Signals by the names that `stopsignal` uses.
package enum SignalName {
    private static let numbers: [String: Int32] = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "TRAP": SIGTRAP, "ABRT": SIGABRT, "BUS": SIGBUS,
        "FPE": SIGFPE, "KILL": SIGKILL, "USR1": SIGUSR1, "SEGV": SIGSEGV, "USR2": SIGUSR2, "PIPE": SIGPIPE,
        "ALRM": SIGALRM, "TERM": SIGTERM, "SYS": SIGSYS, "XCPU": SIGXCPU, "CONT": SIGCONT, "STOP": SIGSTOP,
        "WINCH": SIGWINCH,
    ]

    /// The number of `TERM` or `SIGTERM`; SIGTERM for what is no name, which the configuration's loader refuses.
    package static func number(_ name: String) -> Int32 { parse(name) ?? SIGTERM }

    /// The number of `TERM`, `SIGTERM` or `15`; nil for what is none of these.
    package static func parse(_ text: String) -> Int32? {
        if let number = Int32(text) { return numbers.values.contains(number) ? number : nil }
        let upper = text.uppercased()
        return numbers[upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper]
    }

    /// `SIGKILL` for 9.
    package static func name(_ number: Int32) -> String {
        numbers.first { $0.value == number }.map { "SIG\($0.key)" } ?? "signal \(number)"
    }
}
