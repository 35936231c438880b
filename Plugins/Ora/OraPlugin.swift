public import PluginAPI

/// The Oxford University Research Archive of 2009 on Fedora 3, whose log the first loglines was written for: objects
/// `/objects/NS:ID` and their datastreams, of which those that hold metadata or an index do not count
/// (usage-protocols.md, sections 1.2, 6.2 and 8.14).
///
/// The colon of an identifier may be logged as `%3A` or, encoded twice, `%253A`. PIRUS2 was told only of articles with
/// a DOI or journal data, so these events need a citation there. Of a plain Fedora 3, `/fedora/get/PID/DSID` and
/// `/fedora/objects/PID/datastreams/DSID/content` are read too.
public struct OraPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "ora"

    /// One line for `loglines plugins`.
    public static let summary = "Oxford University Research Archive (Fedora 3)"

    /// The options of every web log, with ORA's own defaults.
    public static let options = PluginOption.common.map { option in
        switch option.name {
        case "base_url": PluginOption(option.name, default: "http://ora.ouls.ox.ac.uk", option.help)
        case "format": PluginOption(option.name, default: "ora", option.help)
        default: option
        }
    }

    private static let metadata: Set = [
        "MODS", "DC", "MARC21", "RELS-EXT", "RELS-INT", "POLICY", "AUDIT",
    ]

    private let web: WebLog
    private let objectPage: any TextPattern
    private let datastream: any TextPattern
    private let fedoraDatastream: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let object = "^/objects/(?<namespace>ora|uuid|hdl)(?::|%3A|%253A)(?<id>[0-9a-f-]+)"
        objectPage = try settings.tools.pattern("\(object)/?$", ignoringCase: true)
        datastream = try settings.tools.pattern(
            #"\#(object)/datastreams/(?<datastream>[A-Z0-9_.-]+)(?:/content)?/?(?:\?[^#]*)?$"#, ignoringCase: true)
        let content = "(?=/[^/?#]+/datastreams/[^/?#]+/content/?(?:[?]|$))"
        let pid = "(?<namespace>[a-z0-9.-]+)(?::|%3A|%253A)(?<id>[a-z0-9._~-]+)"
        fedoraDatastream = try settings.tools.pattern(
            #"^(?<context>/fedora)/(?:get|objects\#(content))/\#(pid)(?:/datastreams)?/(?<datastream>[a-z0-9_.-]+)(?:/content)?/?\#(URLPiece.query)"#,
            ignoringCase: true)
        excluded = try ExcludedTargets(
            [
                (
                    .api,
                    "/objects/[^/?#]+/(?:relationships|datastreams|methods|versions|objectXML|export|validate)/?(?:[?]|$)"
                ),
                (.api, "/fedora\(URLPiece.end)"),
                (.harvesting, "/(?:oai2?|oaiprovider)\(URLPiece.end)"),
                (.search, "/search\(URLPiece.end)"),
                (.feed, "/feed\(URLPiece.end)"),
                (.login, "/(?:login|logout)\(URLPiece.end)"),
            ], tools: settings.tools)
    }

    /// Takes a line apart and looks what its target is.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { target in
            let target = target.withSingleSlashes
            if let match = try target.match(objectPage) {
                return web.investigation(of: identifier(match), page: page(of: match))
            }
            guard let match = try target.match(datastream) ?? target.match(fedoraDatastream) else {
                return try excluded.classification(of: target)
            }
            let name = match.text("datastream")
            guard name.uppercased() != "FULLTEXT" else {
                return .excluded(Exclusion(.extractedText, detail: name))
            }
            guard !Self.metadata.contains(name.uppercased()) else {
                return .excluded(Exclusion(.metadata, detail: name))
            }
            return web.request(of: identifier(match), part: name, page: page(of: match), target)
        }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? {
        var params = try web.openURLParams(line)
        params?.needsCitation = true
        return params
    }

    private func identifier(_ match: TargetMatch) -> String { "\(match.text("namespace")):\(match.text("id"))" }

    private func page(of match: TargetMatch) -> String { "\(match.text("context"))/objects/\(identifier(match))" }
}
