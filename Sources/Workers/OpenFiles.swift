import Glibc

/// How many files and connections this process may have open.
public enum OpenFiles {
    /// Asks for more than a login shell or systemd lets a process have at its start.
    /// - Returns: How many may be open.
    public static func allow(_ wanted: Int) -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // What POSIX promises.
        guard getrlimit(files, &limit) == 0 else { return 512 }
        if limit.rlim_cur < wanted {
            var higher = limit
            higher.rlim_cur = min(limit.rlim_max, rlim_t(wanted))
            if setrlimit(files, &higher) == 0 { limit = higher }
        }
        return Int(min(limit.rlim_cur, rlim_t(wanted)))
    }
}
