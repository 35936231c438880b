import PluginAPI
import Workers

/// Tells on stderr how far a replay has come.
final class ReplayMeter {
    private let line = ProgressLine(isSilent: false)
    private let speed: String
    private var toldOfNobody = false

    init(speed: Double) { self.speed = speed == speed.rounded() ? String(Int(speed)) : String(speed) }

    /// Shows how far it has come, and says once when nobody looks on.
    func show(_ progress: Replay.Progress) {
        if progress.listeners == 0, !toldOfNobody {
            toldOfNobody = true
            line.say("nobody listens: is a console running?")
        }
        line.show("\(Self.time(progress.last))  \(progress.events) hits, \(speed) ×")
    }

    /// Says what was shown.
    func end(_ progress: Replay.Progress, isComplete: Bool) {
        line.end()
        let hits = progress.events == 1 ? "1 hit" : "\(progress.events) hits"
        guard progress.events > 0 else { return printError("stopped before the first hit") }
        let stretch = "from \(Self.time(progress.first)) to \(Self.time(progress.last))"
        printError("\(hits) \(stretch)\(isComplete ? "" : "; stopped before the end")")
    }

    private static func time(_ milliseconds: Int64?) -> String {
        UTCTime(secondsSince1970: (milliseconds ?? 0) / 1_000).rfc3339
    }
}
