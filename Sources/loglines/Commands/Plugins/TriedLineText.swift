import Forwarding
import PluginAPI
import Queues
import Telemetry

/// Shows tried lines to people.
struct TriedLineText {
    /// Whether to colour the verdicts and the fields; the line itself is then shown too, in the fields' colours.
    let colours: Bool

    /// A few lines of text: the verdict, then the fields.
    func text(_ tried: TriedLine, number: Int) -> String {
        guard let line = tried.parsed else {
            return tried.error.map { "\(number)  \(style.red(tried.leaf?.rule ?? "")): \($0.escapingControls)" }
                ?? "\(number)  \(style.dim("no hit of this log"))"
        }
        let openURL = tried.openURL?.pairs.map { ("  \($0.key)", String(decoding: $0.value, as: UTF8.self)) } ?? []
        let rows = (Self.fields(of: line) + openURL).map { name, value in
            let value = value.escapingControls
            let colour = FieldColours.colour(ofFieldNamed: name)
            return "   \(style.dim(name.padded(to: 14)))\(colour.map { style.coloured(value, $0) } ?? value)"
        }
        let whole = colours ? ["   \(FieldColours.line(line, style))"] : []
        return (["\(number)  \(verdict(line, tried))"] + whole + rows).joined(separator: "\n")
    }

    /// The fields that a line has, with their names.
    static func fields(of line: ParsedLine) -> [(name: String, value: String)] {
        [
            ("time", line.time.rfc3339), ("address", line.text(line.ip)),
            ("place", [line.place?.country, line.place?.city].compactMap(\.self).joined(separator: ", ")),
            (
                "request",
                line.method.isEmpty
                    ? "" : [line.method, line.url, line.httpProtocol].map(line.text).joined(separator: " ")
            ),
            ("answer", line.status == 0 ? "" : "\(line.status), \(line.bytes) bytes"),
            ("referer", line.text(line.referer)),
            ("user agent", line.text(line.userAgent) + list(line.agent)),
            ("part", line.usage?.part ?? ""),
            ("file", line.usage?.fileURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
            ("item page", line.usage?.itemURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
        ].filter { !$0.value.isEmpty } + line.transfers.map { ("transfer", text($0)) }
    }

    /// `TX FR ARBF 00 HHZ: 146944 bytes, 287 packets`
    private static func text(_ transfer: Transfer) -> String {
        let names = [
            transfer.direction.rawValue, transfer.network, transfer.station, transfer.location, transfer.channel,
        ]
        let stream = names.filter { !$0.isEmpty }.joined(separator: " ")
        return "\(stream): \(transfer.bytes) bytes, \(transfer.packets) packets"
    }

    private static func list(_ agent: UserAgentVerdict) -> String {
        agent.pattern.map { " (\(agent.kind.rawValue): \($0))" } ?? ""
    }

    private func verdict(_ line: ParsedLine, _ tried: TriedLine) -> String {
        if let error = tried.error { return "\(style.red("error")): \(error)" }
        if let exclusion = line.exclusion { return "\(style.yellow("not sent")): \(exclusion)" }
        guard let usage = line.usage, tried.openURL != nil else { return style.yellow("not sent") }
        return "\(style.green(usage.event.rawValue)) of \(usage.item)"
    }

    private var style: Style { Style(colours: colours) }
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
            tried.leaf?.rule ?? excluded ?? (tried.openURL == nil ? "no hits" : "would be sent")
        fates[fate, default: 0] += 1
    }

    /// `10 lines; would be sent 4, not sent: robot 6`
    var text: String {
        let counts = fates.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        return "\(total) lines" + (counts.isEmpty ? "" : "; " + counts.joined(separator: ", "))
    }
}
