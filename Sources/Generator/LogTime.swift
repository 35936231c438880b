import PluginAPI

/// The time as log lines have it, written anew only when the second changes.
struct LogTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment that is written.
    private(set) var seconds: Int64
    /// `15/Jun/2024:12:35:07 +0000`.
    private(set) var bytes: [UInt8]

    init(seconds: Int64) {
        self.seconds = seconds
        bytes = LogTime.written(seconds)
    }

    /// Goes on to another second.
    /// - Returns: Whether it is another.
    mutating func advance(to seconds: Int64) -> Bool {
        guard seconds != self.seconds else { return false }
        self.seconds = seconds
        bytes = LogTime.written(seconds)
        return true
    }

    private static func written(_ seconds: Int64) -> [UInt8] {
        let iso = Array(UTCTime(secondsSince1970: seconds).rfc3339.utf8)
        let month = Int(iso[5] - 48) * 10 + Int(iso[6] - 48)
        var bytes = Array(iso[8..<10])
        bytes.append(UInt8(ascii: "/"))
        bytes += months[month - 1].utf8
        bytes.append(UInt8(ascii: "/"))
        bytes += iso[0..<4]
        bytes.append(UInt8(ascii: ":"))
        bytes += iso[11..<19]
        bytes += " +0000".utf8
        return bytes
    }
}
