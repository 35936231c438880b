import Glibc
import PluginAPI

extension UTCTime {
    /// This machine's time of day.
    static var now: UTCTime { UTCTime(secondsSince1970: Int64(time(nil))) }
}
