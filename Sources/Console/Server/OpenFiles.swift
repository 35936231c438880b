import Glibc

/// How many files and connections this process may have open.
enum OpenFiles {
    /// What is enough for every use, and does not make the kernel's tables large.
    private static let wanted: rlim_t = 16_384
    /// For Redis, logs and files, while every connection that there may be is open.
    private static let kept: rlim_t = 128

    /// Asks for more than a login shell or systemd lets a process have at its start.
    /// - Returns: How many connections may be open at once.
    static func connections() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return 512 }
        if limit.rlim_cur < wanted {
            var higher = limit
            higher.rlim_cur = min(limit.rlim_max, wanted)
            if setrlimit(files, &higher) == 0 { limit = higher }
        }
        return Int(max(min(limit.rlim_cur, wanted), 2 * kept) - kept)
    }
}
