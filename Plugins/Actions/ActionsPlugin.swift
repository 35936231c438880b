public import PluginAPI

/// Action lines (`kind = actions`) as measurements for a statistics store.
///
/// The worker has read what its clients sent, and writes into its queue what it made of it:
///
///     2026-11-22T02:30:00.123456Z KIND ACTION NUMBER [TEXT]
///
/// KIND is measurement, counter, event or category; TEXT is the unit, or a category's text. In the table `points` they are the
/// columns kind, name, value and unit. No tracker is told of them.
public struct ActionsPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "actions"

    /// One line for `loglines plugins`.
    public static let summary = "What kind = actions takes of sensors and people, for the recorder's points"

    /// Its options.
    public static let options = [
        PluginOption("prefix", default: "", "stands before the actions' names among the points")
    ]

    private static let kinds: Set = ["measurement", "counter", "event", "category"]

    private let prefix: String

    /// Reads the options.
    public init(settings: PluginSettings) throws {
        prefix = settings.withDefaults(of: Self.options)["prefix"] ?? ""
    }

    /// Takes a line apart.
    /// - Throws: ``PluginError`` when it is none of the worker's.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        let words = String(decoding: message.line, as: UTF8.self)
            .split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard words.count >= 4 else { throw PluginError.malformed("not TIME KIND ACTION NUMBER [TEXT]") }
        guard let time = Self.time(words[0]) else {
            throw PluginError.malformed("the first word is no time like 2026-11-22T02:30:00.123456Z")
        }
        let kind = String(words[1])
        guard Self.kinds.contains(kind) else {
            throw PluginError.malformed("the second word is none of measurement, counter, event, category")
        }
        guard !words[2].isEmpty else { throw PluginError.malformed("the action has no name") }
        guard let value = Double(words[3]), value.isFinite else {
            throw PluginError.malformed("the fourth word is no finite number")
        }
        var line = ParsedLine(service: message.service, storage: message.line, time: time)
        line.exclusion = Exclusion(rule: "action")
        line.measurements = [
            Measurement(
                name: prefix + words[2], value: value, unit: words.count > 4 ? String(words[4]) : nil, kind: kind)
        ]
        return line
    }

    /// No tracker is told of actions.
    public func openURLParams(_ line: ParsedLine) -> OpenURLParams? { nil }

    /// Reads RFC 3339 in UTC, with or without parts of a second, which the store has no room for.
    private static func time(_ text: Substring) -> UTCTime? {
        guard text.utf8.count >= 20, text.hasSuffix("Z") else { return nil }
        let whole = text.prefix(19)
        let fraction = text.dropFirst(19).dropLast()
        let isFraction = fraction.first == "." && fraction.count > 1 && fraction.dropFirst().allSatisfy(isDigit)
        let numbers = whole.split { "-T:".contains($0) }.compactMap { $0.allSatisfy(isDigit) ? Int($0) : nil }
        guard fraction.isEmpty || isFraction, numbers.count == 6 else { return nil }
        let time = UTCTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5])
        return time?.rfc3339.dropLast() == whole ? time : nil
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
