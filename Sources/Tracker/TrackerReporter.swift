import FoundationEssentials
import Glibc
public import ServiceLifecycle

/// Tells on standard output what a tracker does: where it listens, how it goes, and what it has counted at the end.
public struct TrackerReporter: Service {
    /// How the reporter writes.
    public enum Style: Sendable {
        /// One line, rewritten every second.
        case terminal
        /// A line every ten seconds if there is news.
        case lines
        /// As ``lines``, each a JSON object.
        case json
    }

    private struct Report: Encodable {
        var state: String
        var url: String?
        var counts: TrackerCounts?
    }

    private let style: Style
    private let counts: @Sendable () -> TrackerCounts

    /// A reporter of what `counts` gives.
    public init(style: Style, counts: @escaping @Sendable () -> TrackerCounts) {
        self.style = style
        self.counts = counts
    }

    /// Tells where the tracker listens.
    public func ready(url: String) {
        write(style == .json ? json(Report(state: "listening", url: url)) : "tracker listening on \(url)\n")
    }

    /// Tells how it goes until the service group shuts down.
    public func run() async throws {
        let period = style == .terminal ? 1 : 10
        var before = TrackerCounts()
        while true {
            // The wait ends early only when the tracker stops.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(period)) }
            if Task.isCancelled || Task.isShuttingDownGracefully { return }
            let now = counts()
            if style == .terminal {
                write("\r\u{1b}[2K\(now.line), \(max(0, now.requests - before.requests))/s")
            } else if now != before {
                write(style == .json ? json(Report(state: "running", counts: now)) : "\(now.line)\n")
            }
            before = now
        }
    }

    /// Tells what was counted in all.
    public func finish() {
        let counts = counts()
        guard style != .json else { return write(json(Report(state: "stopped", counts: counts))) }
        let clear = style == .terminal ? "\r\u{1b}[2K" : ""
        write(clear + "tracker stopped: \(counts.line)\n" + counts.details.map { "  \($0)\n" }.joined())
    }

    private func json(_ report: Report) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("counts and text can always be encoded: \(error)")
        }
    }

    /// At once, because another program may wait for the line. That nobody reads it is no reason to stop.
    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
    }
}
