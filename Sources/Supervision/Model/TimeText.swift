import Glibc

/// Times as supervisord writes them.
enum TimeText {
    /// Seconds since 1970.
    static var now: Int { time(nil) }

    /// `0:01:40`, `1 day, 2:03:04`.
    static func uptime(_ seconds: Int) -> String {
        let days = seconds / 86_400
        let clock = "\(seconds / 3600 % 24):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        return days == 0 ? clock : "\(days) day\(days == 1 ? "" : "s"), \(clock)"
    }

    /// `12:00:01`, local.
    static func clock(_ seconds: Int) -> String { format(seconds, "%H:%M:%S") }

    /// `2026-04-05T11:20:00Z`, as in the workers' logs.
    static func stamp(_ seconds: Int) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return format(parts, "%Y-%m-%dT%H:%M:%SZ")
    }

    /// `Apr 05 11:20 AM`, local.
    static func date(_ seconds: Int) -> String { format(seconds, "%b %d %I:%M %p") }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func format(_ seconds: Int, _ pattern: String) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return format(parts, pattern)
    }

    private static func format(_ parts: tm, _ pattern: String) -> String {
        var parts = parts
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
