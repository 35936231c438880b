public import Forwarding
public import PluginAPI
public import Queues
import Workers

/// What a plugin made of one line.
public struct TriedLine: Sendable {
    /// Its fields, and whether it counts; nil: it is no hit, or cannot be parsed.
    public private(set) var parsed: ParsedLine?
    /// What the tracker is told; nil: nothing.
    public private(set) var openURL: OpenURL?
    /// What the plugin threw.
    public private(set) var error: String?
    /// Where the line ends of which it was thrown; ``Leaf/needsLookup``: nowhere before that.
    public private(set) var leaf: Leaf?

    /// Brings what a reference stands for to the plugin's resolver.
    /// - Returns: Why it cannot; nil when it has.
    package typealias LookUp = (Reference) -> String?

    /// How many look-ups a line may take: of its item and of its citation.
    private static let mostLookups = 2

    /// Tries a line; whatever the plugin throws is the result's ``error``.
    package init(
        _ message: LogMessage, _ plugin: any ParserPlugin, _ renderer: OpenURLRenderer,
        lookUp: LookUp = { "waits for a look-up of \($0)" }
    ) {
        for lookups in 0...TriedLine.mostLookups {
            do {
                parsed = try plugin.parseline(message)
                openURL = try parsed.flatMap { try plugin.openURLParams($0) }
                    .flatMap { renderer.openURL(for: $0, service: message.service) }
                return
            } catch let unknown as NotYetKnown where lookups < TriedLine.mostLookups {
                guard let reason = lookUp(unknown.reference) else { continue }
                (error, leaf) = (reason, .needsLookup)
                return
            } catch {
                (self.error, leaf) = ("\(error)", Judge.leaf(of: error))
                return
            }
        }
    }

    /// The object that `--json` prints.
    public var json: JSONText {
        .object([
            ("parsed", parsed.map(Self.object) ?? .null),
            ("openurl", openURL.map { .object($0.pairs.map { ($0.key, .bytes($0.value)) }) } ?? .null),
            ("error", .optional(error)),
        ])
    }

    private static func object(_ line: ParsedLine) -> JSONText {
        func field(_ range: Range<Int>) -> JSONText { .bytes(Array(line.bytes(range))) }
        var pairs: [(String, JSONText)] = [
            ("service", .text(line.service)), ("time", .text(line.time.rfc3339)), ("ip", field(line.ip)),
            ("method", field(line.method)), ("url", field(line.url)), ("protocol", field(line.httpProtocol)),
            ("status", .number(line.status)), ("bytes", .number(line.bytes)), ("referer", field(line.referer)),
            ("useragent", field(line.userAgent)), ("event", .optional(line.usage?.event.rawValue)),
            ("item", .optional(line.usage?.item)), ("part", .optional(line.usage?.part)),
            ("file_url", .optional(line.usage?.fileURL)),
            ("item_url", .optional(line.usage?.itemURL)), ("robot", .bool(line.agent.kind == .robot)),
            ("robot_pattern", .optional(line.agent.kind == .robot ? line.agent.pattern : nil)),
            ("user_agent_class", .text(line.agent.kind.rawValue)),
            ("user_agent_pattern", .optional(line.agent.pattern)),
            ("excluded", .optional(line.exclusion?.description)),
        ]
        if let place = line.place { pairs.append(("place", object(place))) }
        if !line.transfers.isEmpty { pairs.append(("transfers", .array(line.transfers.map(object)))) }
        if !line.measurements.isEmpty { pairs.append(("measurements", .array(line.measurements.map(object)))) }
        return .object(pairs)
    }

    private static func object(_ measurement: Measurement) -> JSONText {
        .object([
            ("name", .text(measurement.name)), ("value", .real(measurement.value)),
            ("unit", .optional(measurement.unit)), ("kind", .optional(measurement.kind)),
        ])
    }

    private static func object(_ place: Place) -> JSONText {
        .object([("country", .optional(place.country)), ("city", .optional(place.city))])
    }

    private static func object(_ transfer: Transfer) -> JSONText {
        .object([
            ("direction", .text(transfer.direction.rawValue)), ("started", .optional(transfer.started?.rfc3339)),
            ("connected", .text(transfer.connected.rfc3339)), ("network", .text(transfer.network)),
            ("station", .text(transfer.station)), ("location", .text(transfer.location)),
            ("channel", .text(transfer.channel)), ("bytes", .number(transfer.bytes)),
            ("packets", .number(transfer.packets)), ("client", .optional(transfer.client)),
            ("program", .optional(transfer.program)), ("protocol", .optional(transfer.protocolName)),
        ])
    }
}
