import PluginAPI
import Synchronization

/// `format = auto`: decides for a preset from the first lines that are hits.
///
/// Each of them goes to the first preset, from the strictest to the most lenient, that reads it and recognises it as its
/// own. After ten the preset that had the most is it. A worker's process decides for itself, by the lines that come to it.
final class AutoFormat: LineFormat {
    let name = "auto"
    let readsEachLineAlone = false
    private static let enough = 10

    private struct State {
        var votes: [Int]
        var decided: Int?

        /// The preset with the most lines; of several the strictest. nil before any line.
        var leading: Int? {
            decided ?? votes.indices.filter { votes[$0] > 0 }.max { (votes[$0], $1) < (votes[$1], $0) }
        }

        /// Counts a line.
        /// - Returns: What has been decided by it.
        mutating func vote(for index: Int) -> Int? {
            votes[index] += 1
            guard decided == nil, votes.reduce(0, +) >= AutoFormat.enough else { return nil }
            decided = leading
            return decided
        }
    }

    private let candidates: [any RecognisingFormat]
    private let state: Mutex<State>

    private let onChoice: @Sendable (_ service: String, _ format: String) -> Void

    /// - Parameter onChoice: Told once, when it has decided.
    /// - Throws: ``PluginError``, never for presets that are right.
    init(onChoice: @escaping @Sendable (_ service: String, _ format: String) -> Void = { _, _ in }) throws {
        self.onChoice = onChoice
        candidates = try Self.order.map { name in
            guard let format = try LogFormats.format(named: name) as? any RecognisingFormat else {
                throw PluginError.option("format", "\(name) cannot be recognised")
            }
            return format
        }
        state = Mutex(State(votes: candidates.map { _ in 0 }))
    }

    /// From the strictest to the most lenient. Those that are the same as another (`nginx`, `tomcat`) are not among them.
    private static let order = [
        "caddy", "traefik_json", "nginx_json", "iis", "netscaler", "cloudfront", "shoutcast", "w3c", "s3", "alb", "elb",
        "haproxy", "ora", "gandi", "syslog", "vhost_combined", "vhost_common", "narcissus", "combined_forwarded",
        "traefik", "icecast", "ovh", "lighttpd", "combined", "common",
    ]

    var chosen: String? { state.withLock(\.leading).map { candidates[$0].name } }

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        if let decided = state.withLock(\.decided) { return try candidates[decided].parse(message) }
        var error: PluginError?
        let leading = state.withLock(\.leading) ?? candidates.count - 2
        var isNoHit = false
        for (index, candidate) in candidates.enumerated() {
            do {
                guard let line = try candidate.parse(message) else {
                    // The others go on: those that read columns must see their header.
                    isNoHit = true
                    continue
                }
                guard candidate.recognises(line, message) else { continue }
                if let decided = state.withLock({ $0.vote(for: index) }) {
                    onChoice(message.service, candidates[decided].name)
                }
                return line
            } catch let refused as PluginError {
                // What the likeliest preset says is the most helpful.
                if index == leading { error = refused }
            }
        }
        guard !isNoHit else { return nil }
        let reason = error?.reason ?? "client: no address"
        throw PluginError.malformed("\(reason) (as \(candidates[leading].name); no other preset reads it)")
    }
}
