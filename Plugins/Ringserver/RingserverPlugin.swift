public import PluginAPI

/// The data server ringserver (EarthScope), of the usage logs that it writes: TX and RX logs as text or JSON Lines, and the
/// access log.
///
/// A record of a transfer log tells what one client got or sent of each stream since the client's last record; it is none of
/// COUNTER's hits, and no tracker is told of it. Formats: ringserver 4.5.3, `src/logging.c`; text logs of older versions too.
public struct RingserverPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "ringserver"

    /// One line for `loglines plugins`.
    public static let summary =
        "ringserver (SeedLink, DataLink): transfer logs as text or JSON Lines, and its access log"

    /// Its options.
    public static let options =
        PluginOption.common.filter { $0.name == "anonymise" } + [
            PluginOption(
                "interval", default: "24",
                "ringserver's UsageLogInterval in hours: tells from when on a text record counts; days are those of UTC"
            )
        ]

    /// Text logs have blocks, JSON Lines stand outside of them.
    public static let framing = Framing.blocks(start: "START CLIENT ", end: "END CLIENT ")

    private let anonymiser: Anonymiser?
    private let places: (any PlaceFinder)?
    private let interval: LogInterval

    /// Reads the options.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        let settings = settings.withDefaults(of: Self.options)
        anonymiser = try Anonymiser(settings)
        places = settings.places
        interval = try LogInterval(hours: settings.required("interval"))
    }

    /// Takes a record apart.
    /// - Returns: nil when it tells of no bytes.
    /// - Throws: ``PluginError`` when it is malformed or incomplete; what the keys' owner throws when addresses cannot be
    ///   hashed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        guard var line = try parsed(message) else { return nil }
        if let places { line.place = places.place(of: line.bytes(line.ip)) }
        return try anonymiser?.anonymised(line) ?? line
    }

    /// No tracker is told of transfers.
    public func openURLParams(_ line: ParsedLine) -> OpenURLParams? { nil }

    private func parsed(_ message: LogMessage) throws -> ParsedLine? {
        let bytes = message.line
        if bytes.starts(with: "START CLIENT ".utf8) {
            return try TextRecord(bytes).session(interval).line(of: message)
        }
        guard let first = bytes.first(where: { $0 != UInt8(ascii: " ") }) else { return nil }
        guard first == UInt8(ascii: "{") else {
            throw PluginError.malformed("neither a block from START CLIENT to END CLIENT nor a JSON object")
        }
        let record = try JSONRecord(bytes)
        if let event = record.event { return try record.line(of: event, message) }
        return try record.session().line(of: message)
    }
}
