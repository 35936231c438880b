internal import PluginAPI

/// An action line as a message for a queue: `2026-11-22T02:30:00.123456Z measurement TEMP 21.5 °C`. The plugin `actions` reads it.
public enum LoggedAction {
    /// The line.
    public static func line(_ name: String, _ value: ActionValue) -> String {
        let micros = Int64((value.time * 1e6).rounded())
        let (second, rest) = (micros / 1_000_000, Int(micros % 1_000_000))
        let digits = String(1_000_000 + rest).dropFirst()
        let content = value.content
        return "\(UTCTime(secondsSince1970: second).rfc3339.dropLast()).\(digits)Z \(content.kind.rawValue) \(name) "
            + PythonFloat.text(of: content.number) + (content.text.isEmpty ? "" : " \(content.text)")
    }
}
