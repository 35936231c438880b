import Forwarding
import Glibc
import PluginAPI
import Telemetry

/// Shows tried lines to people.
struct TriedLineText {
    /// Whether to colour the verdicts.
    let colours: Bool

    /// A few lines of text: the verdict, then the fields.
    func text(_ tried: TriedLine, number: Int) -> String {
        guard let line = tried.parsed else {
            return tried.error.map { "\(number)  \(red("malformed")): \($0)" }
                ?? "\(number)  \(dim("no hit of this log"))"
        }
        var rows = ["\(number)  \(verdict(line, tried))"]
        func row(_ name: String, _ value: String) {
            if !value.isEmpty { rows.append("   \(dim(name.padded(to: 14)))\(printable(value))") }
        }
        row("time", line.time.rfc3339)
        row("address", line.text(line.ip))
        row("request", [line.method, line.url, line.httpProtocol].map(line.text).joined(separator: " "))
        row("answer", "\(line.status), \(line.bytes) bytes")
        row("referer", line.text(line.referer))
        row("user agent", line.text(line.userAgent) + (line.robotPattern.map { " (robot: \($0))" } ?? ""))
        row("part", line.usage?.part ?? "")
        row("file", line.usage?.fileURL.map { String(decoding: $0, as: UTF8.self) } ?? "")
        row("item page", line.usage?.itemURL.map { String(decoding: $0, as: UTF8.self) } ?? "")
        for pair in tried.openURL?.pairs ?? [] { row("  \(pair.key)", String(decoding: pair.value, as: UTF8.self)) }
        return rows.joined(separator: "\n")
    }

    private func verdict(_ line: ParsedLine, _ tried: TriedLine) -> String {
        if let error = tried.error { return "\(red("error")): \(error)" }
        if let exclusion = line.exclusion { return "\(yellow("not sent")): \(exclusion)" }
        guard let usage = line.usage, tried.openURL != nil else { return yellow("not sent") }
        return "\(green(usage.event.rawValue)) of \(usage.item)"
    }

    /// Control characters of a log must not reach the terminal.
    private func printable(_ text: String) -> String { text.escapingControls }

    private func red(_ text: String) -> String { coloured(text, 31) }
    private func green(_ text: String) -> String { coloured(text, 32) }
    private func yellow(_ text: String) -> String { coloured(text, 33) }
    private func dim(_ text: String) -> String { coloured(text, 2) }

    private func coloured(_ text: String, _ code: Int) -> String { colours ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }
}

/// How many lines had which fate.
struct TrySummary {
    private var total = 0
    private var fates: [String: Int] = [:]

    /// Counts a line.
    mutating func add(_ tried: TriedLine) {
        total += 1
        let excluded = tried.parsed?.exclusion.map { "not sent: \($0.rule)" }
        let fate =
            tried.error.map { _ in "malformed" } ?? excluded ?? (tried.openURL == nil ? "no hits" : "would be sent")
        fates[fate, default: 0] += 1
    }

    /// `10 lines; would be sent 4, not sent: robot 6`
    var text: String {
        let counts = fates.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        return "\(total) lines" + (counts.isEmpty ? "" : "; " + counts.joined(separator: ", "))
    }
}

/// What stdout is.
enum Terminal {
    /// Whether stdout is a terminal whose user has not asked for no colours (<https://no-color.org>).
    static var takesColours: Bool { isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }
}
