import PluginAPI

/// A format that the configuration writes out: as the log's own server was told it.
///
///     format = %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D
///     format = $remote_addr [$time_local] "$request" $status "$http_user_agent"
///     format = escape=json {"ip":"$remote_addr","time":"$time_iso8601","uri":"$request_uri"}
enum Notation {
    /// Whether a text is one, not a preset's name: it has a code or a variable.
    static func isNotation(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "$") }
    }

    /// Compiles a notation.
    /// - Throws: ``PluginError`` naming the option and the place of the mistake.
    static func format(_ text: String) throws -> any LineFormat {
        var text = text[...]
        var zone = LogZone.utc
        var escapes = true
        while let word = leadingOption(of: text) {
            let value = word.drop { $0 != "=" }.dropFirst()
            if word.hasPrefix("escape=") {
                guard ["default", "json", "none"].contains(value) else {
                    throw PluginError.option("format", "escape is '\(value)', none of default, json, none")
                }
                escapes = value != "none"
            } else {
                zone = try LogZone.option(value)
            }
            text = text[word.endIndex...].drop { $0 == " " }
        }
        let format = unquoted(text)
        // Apache's `%{…}` may hold a `$`, nginx' names no `%` code; so the one that comes first decides.
        let isApache = format.first { $0 == "%" || $0 == "$" } == "%"
        return try StepFormat(
            name: isApache ? "Apache" : "nginx",
            tokens: isApache ? ApacheNotation.tokens(of: format) : NginxNotation.tokens(of: format),
            escapes: escapes, zone: zone)
    }

    private static func leadingOption(of text: Substring) -> Substring? {
        let word = text.prefix { $0 != " " }
        return word.hasPrefix("escape=") || word.hasPrefix("zone=") ? word : nil
    }

    /// As it stands in the server's configuration, in quotes and with `\"` within: the quotes are not the format's.
    private static func unquoted(_ text: Substring) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'", text.count > 1, text.last == quote else {
            return String(text)
        }
        let inner = text.dropFirst().dropLast()
        // `"%h" "%r"` begins and ends with quotes too; what a server's configuration quotes has none within that are bare.
        guard !inner.replacing("\\\(quote)", with: "").contains(quote) else { return String(text) }
        return quote == "'" ? String(inner) : String(inner.replacing("\\\"", with: "\""))
    }
}

extension LogZone {
    /// The zone that an option gives.
    /// - Throws: ``PluginError`` when it is none.
    static func option(_ text: some StringProtocol) throws -> LogZone {
        guard let zone = LogZone(text) else {
            throw PluginError.option("format", "zone '\(text)' is none of machine, UTC and offsets like +0100")
        }
        return zone
    }
}
