import Glibc
import PluginAPI

/// The time zone of a log that does not write one.
enum LogZone: Sendable, Equatable {
    /// Seconds ahead of UTC.
    case offset(Int)
    /// That of this machine (`TZ`, `/etc/localtime`), with its summer time: a log is mostly read where it is written.
    case machine

    static let utc = LogZone.offset(0)

    /// `machine`, `Z` or `+0100`; nil for anything else.
    init?(_ text: some StringProtocol) {
        if text == "machine" {
            self = .machine
            return
        }
        if text == "Z" || text == "UTC" {
            self = .utc
            return
        }
        let bytes = Array(text.utf8)
        let offset = bytes.withUnsafeBufferPointer { LineScanner($0).offset(in: 0..<$0.count) }
        guard let offset else { return nil }
        self = .offset(offset)
    }

    /// The moment of a civil time in the zone; nil when there is no such day or time of day.
    func time(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> UTCTime? {
        let seconds = if case .offset(let seconds) = self { seconds } else { 0 }
        let time = UTCTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, offsetSeconds: seconds)
        guard self == .machine, time != nil else { return time }
        var civil = tm()
        civil.tm_year = Int32(year - 1900)
        civil.tm_mon = Int32(month - 1)
        civil.tm_mday = Int32(day)
        civil.tm_hour = Int32(hour)
        civil.tm_min = Int32(minute)
        civil.tm_sec = Int32(second)
        civil.tm_isdst = -1
        let moment = Int64(mktime(&civil))
        // No zone is further from UTC than a day; mktime answers -1 for what it cannot tell.
        guard let time, abs(moment - time.secondsSince1970) <= 86_400 else { return time }
        return UTCTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            offsetSeconds: Int(time.secondsSince1970 - moment))
    }
}
