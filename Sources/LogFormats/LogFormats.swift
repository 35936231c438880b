public import PluginAPI

/// The log formats that loglines knows (`format =` in a `[service_ID]` section).
public enum LogFormats {
    /// The presets' names, in the order in which they are listed.
    public static let names = [
        "common", "combined", "vhost_common", "vhost_combined", "combined_forwarded", "nginx", "lighttpd", "narcissus",
        "tomcat", "icecast", "shoutcast", "iis", "w3c", "netscaler", "cloudfront", "elb", "alb", "s3", "haproxy",
        "caddy",
        "traefik", "traefik_json", "nginx_json", "ora", "syslog", "gandi", "ovh",
    ]

    /// Every preset, new: those whose logs name their columns know none yet.
    /// - Throws: ``PluginError``, never for a preset that is right.
    public static func presets() throws -> [any LineFormat] { try names.map { try format(named: $0) } }

    /// A format by what the configuration says:
    ///
    /// - a preset's name, for some with options: `haproxy zone=+0100 captures=User-Agent|Referer`, `iis date time c-ip …`;
    /// - `auto`, which decides from the first lines (``LineFormat/chosen`` says for what);
    /// - a format in Apache's or nginx' notation.
    /// - Parameter onChoice: Told the service and the preset when `auto` has decided.
    /// - Throws: ``PluginError`` naming the presets when there is none of that name, or the place of a mistake.
    public static func format(
        named text: String, onChoice: @escaping @Sendable (_ service: String, _ format: String) -> Void = { _, _ in }
    ) throws -> any LineFormat {
        let words = text.split { $0 == " " || $0 == "\t" || $0.isNewline }
        guard !Notation.isNotation(text), let name = words.first else {
            return try Notation.format(text)
        }
        if name.lowercased() == "#fields:" { return try ColumnsFormat(.w3c, columns: ColumnNames(text)) }
        let options = words.dropFirst()
        if let origin = ColumnNames.Origin(rawValue: String(name)) { return try columns(origin, options) }
        if name == "haproxy" { return try HAProxyLog(options) }
        guard let format = try name == "auto" ? AutoFormat(onChoice: onChoice) : plain(String(name)) else {
            throw PluginError.option(
                "format",
                "there is no format '\(name)'; the formats are \(names.joined(separator: ", ")), auto, and Apache's or nginx' notation"
            )
        }
        guard let option = options.first else { return format }
        throw PluginError.option("format", "\(name) takes no '\(option)'")
    }

    /// The presets without options.
    private static func plain(_ name: String) throws -> (any LineFormat)? {
        switch name {
        case "common": AccessLog(name: name, headers: .never)
        case "combined", "nginx": AccessLog(name: name)
        case "vhost_common": AccessLog(name: name, prefix: .virtualHost, headers: .never)
        case "vhost_combined": AccessLog(name: name, prefix: .virtualHost)
        case "combined_forwarded": AccessLog(name: name, tail: .forwardedFor)
        case "lighttpd": AccessLog(name: name, identIsHost: true)
        case "narcissus": AccessLog(name: name, tail: .counters, identIsHost: true)
        case "tomcat": AccessLog(name: name, headers: .perhaps)
        case "icecast": AccessLog(name: name, tail: .seconds)
        case "traefik": AccessLog(name: name, tail: .router)
        case "ovh": AccessLog(name: name, tail: .host)
        case "ora": AccessLog(name: name, prefix: .logger)
        case "syslog": AccessLog(name: name, prefix: .syslog, headers: .perhaps)
        case "caddy": JSONFormat(name: name, keys: .caddy)
        case "traefik_json": JSONFormat(name: name, keys: .traefik)
        case "nginx_json": JSONFormat(name: name, keys: .nginx)
        case "elb": try StepFormat.elb
        case "alb": try StepFormat.alb
        case "s3": try StepFormat.s3
        case "gandi": try StepFormat.gandi
        default: nil
        }
    }

    private static func columns(_ origin: ColumnNames.Origin, _ options: ArraySlice<Substring>) throws -> ColumnsFormat
    {
        var zone = LogZone.utc
        var names: [String] = []
        for option in options {
            if option.hasPrefix("zone=") {
                zone = try LogZone.option(option.dropFirst("zone=".count))
            } else {
                names.append(String(option))
            }
        }
        return try ColumnsFormat(origin, columns: names.isEmpty ? nil : ColumnNames(names), zone: zone)
    }
}

extension HAProxyLog {
    /// With `zone=` and `captures=`.
    fileprivate init(_ options: ArraySlice<Substring>) throws {
        for option in options {
            if option.hasPrefix("zone=") {
                zone = try LogZone.option(option.dropFirst("zone=".count))
            } else if option.hasPrefix("captures=") {
                captures = option.dropFirst("captures=".count).split(
                    separator: "|", omittingEmptySubsequences: false
                ).map { ApacheNotation.header(String($0)) }
            } else {
                throw PluginError.option("format", "haproxy takes zone= and captures=, no '\(option)'")
            }
        }
    }
}
