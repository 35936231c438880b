import Workers

extension OpenFiles {
    /// What is enough for every use, and does not make the kernel's tables large.
    private static let wanted = 16_384
    /// For Redis, logs and files, while every connection that there may be is open.
    private static let kept = 128

    /// How many connections may be open at once.
    static func connections() -> Int { max(allow(wanted), 2 * kept) - kept }
}
