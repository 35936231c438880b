import CLinux
import Glibc
public import PluginAPI

/// How files are followed.
public struct TailOptions: Sendable {
    /// Where a file begins that has never been read before and stood there already when the follower came.
    public enum Start: String, Sendable, CaseIterable {
        /// With its first line.
        case beginning
        /// After its last complete line.
        case end
    }

    /// This machine's name; part of what generations are named after.
    public var host: String
    /// Where a first start begins. Files that appear later are always read from their beginning.
    public var start = Start.end
    /// How lines make records.
    public var framing = Framing.lines
    /// Records with more bytes than this are marked as too long.
    public var maxline = 65_536
    /// The most records in one batch.
    public var batchLines = 2048
    /// About the most bytes in one batch, unless a single record has more.
    public var batchBytes = 1 << 20
    /// Seconds for which a rotated file must not have grown before its last line counts as complete without a newline.
    public var grace = 5.0

    /// Seconds after which a file that does not grow is closed; it is still looked at, and opened when it changes.
    var rest = 3600.0
    /// A checkpoint that is no older than this many seconds may be lost when Redis is killed (appendfsync everysec, with a margin).
    var amnesia = 10.0
    /// The most bytes of one piece of a line, and about the most of a record.
    var longest = 16 << 20
    /// Seconds on a clock that is never set; replaced by tests.
    var now: @Sendable () -> Double = monotonicSeconds

    /// The defaults, for a machine.
    public init(host: String) { self.host = host }
}

private func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
