import ArgumentParser
import PluginAPI

/// Reads a day or a time of the command line, in UTC.
/// - Parameter endOfDay: Whether a day alone means its last second.
func timeArgument(_ text: String, endOfDay: Bool) throws -> UTCTime {
    let full = text.utf8.count == 10 ? "\(text)T\(endOfDay ? "23:59:59" : "00:00:00")Z" : text
    let numbers = full.split { "-T:Z".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 6,
        let time = UTCTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5]), time.rfc3339 == full
    else { throw ValidationError("not a day like 2024-06-15 nor a time like 2024-06-15T12:35:07Z") }
    return time
}
