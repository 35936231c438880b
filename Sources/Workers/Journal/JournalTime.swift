import CLinux
import Glibc
import PluginAPI

/// A moment of the machine's clock in milliseconds, as the journal writes it: `2026-11-21T13:00:00.123Z`.
struct JournalTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Since 1970, in UTC.
    let milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Now. The clock may be set back: nothing may rest on the order of times alone.
    static var now: JournalTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return JournalTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Reads the 24 characters of a time; nil when they are none.
    init?(_ text: ArraySlice<UInt8>) {
        guard text.count == 24 else { return nil }
        func number(_ from: Int, _ count: Int) -> Int? {
            var value = 0
            for byte in text[(text.startIndex + from)..<(text.startIndex + from + count)] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        let marks =
            [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")] as [(Int, Unicode.Scalar)]
        guard marks.allSatisfy({ text[text.startIndex + $0.0] == UInt8(ascii: $0.1) }),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), let fraction = number(20, 3),
            let whole = UTCTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        milliseconds = whole.secondsSince1970 * 1_000 + Int64(fraction)
    }

    var description: String {
        let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let digits = String(fraction)
        let whole = UTCTime(secondsSince1970: seconds).rfc3339.dropLast()
        return "\(whole).\(String(repeating: "0", count: 3 - digits.count))\(digits)Z"
    }

    static func < (left: JournalTime, right: JournalTime) -> Bool { left.milliseconds < right.milliseconds }
}
