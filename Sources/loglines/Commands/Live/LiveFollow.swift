import LiveFeed
import PluginAPI
import RedisClient
import Telemetry
import Workers

/// Prints hits as they are published.
struct LiveFollow {
    let services: Set<String>
    let isJSON: Bool
    let stop: StopSignal

    /// How long it listens without looking whether it is to end.
    private static let patience = Duration.milliseconds(500)

    /// Prints until it is stopped.
    /// - Throws: `RedisError` when the connection is lost.
    func run(_ connection: RedisConnection, channel: String) throws {
        let subscription = try RedisSubscription(connection, to: [channel])
        while !stop.isRequested {
            var text: [UInt8] = []
            for message in try subscription.messages(upTo: Self.patience) {
                let event: LiveEvent
                do {
                    event = try LiveEvent(json: message)
                } catch {
                    printError("\(channel): a message that is no hit: \(String(decoding: message, as: UTF8.self))")
                    continue
                }
                guard services.isEmpty || services.contains(event.service) else { continue }
                text += isJSON ? message : Array(Self.text(event).utf8)
                text.append(UInt8(ascii: "\n"))
            }
            try writeOutput(text)
        }
    }

    /// `2024-06-15T12:35:07Z  download      FR  200  /items/1  repo.example`.
    private static func text(_ event: LiveEvent) -> String {
        let time = UTCTime(secondsSince1970: event.time / 1_000).rfc3339
        let verdict = event.verdict.rawValue
        let words = [
            time, verdict + String(repeating: " ", count: max(0, 12 - verdict.count)), event.country ?? "--",
            event.status.map(String.init) ?? "---", event.path.isEmpty ? event.reason ?? "" : event.path, event.service,
        ]
        return (words + (event.replay == true ? ["(replay)"] : [])).joined(separator: "  ").escapingControls
    }
}
