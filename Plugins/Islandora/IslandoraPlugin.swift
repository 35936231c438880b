public import PluginAPI

/// Islandora 7 (Fedora 3 behind Drupal 7): objects `/islandora/object/NS:ID`, their datastreams that hold what users
/// come for.
///
/// The colon of an identifier may be logged as `%3A`; the local identifier is `NS_ID`, as Islandora's OAI-PMH writes
/// it. Collections are objects too, which the address alone cannot tell: their pages count as Investigations until
/// something looks up what an object is. Islandora 2 has other addresses (`/node/ID`) and is not read
/// (usage-protocols.md, sections 6.2 and 6.4).
public struct IslandoraPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "islandora"

    /// One line for `loglines plugins`.
    public static let summary = "Islandora 7"

    /// The options of every web log.
    public static let options = PluginOption.common

    private let web: WebLog
    private let object: any TextPattern
    private let datastream: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let object =
            #"^(?<language>\#(URLPiece.locale))/islandora/object/(?<namespace>[a-z0-9.-]+)(?::|%3A)(?<id>[a-z0-9._~-]+)"#
        self.object = try settings.tools.pattern("\(object)(?:/view)?/?\(URLPiece.query)", ignoringCase: true)
        datastream = try settings.tools.pattern(
            "\(object)/datastream/(?<datastream>[a-z0-9_.-]+)/(?:view|download)(?:/[^?#]*)?\(URLPiece.query)",
            ignoringCase: true)
        let language = URLPiece.locale
        excluded = try ExcludedTargets(
            [
                (
                    .editing,
                    "\(language)/islandora/object/[^/?#]+/(?:manage|datastreams|delete|edit_form|ingest)\(URLPiece.end)"
                ),
                (
                    .editing,
                    "\(language)/islandora/object/[^/?#]+/datastream/[^/?#]+/(?:edit|replace|delete|version)\(URLPiece.end)"
                ),
                (
                    .preview,
                    "\(language)/islandora/object/[^/?#]+/(?:print|viewer|pages)\(URLPiece.end)|/adore-djatoka/|/iiif/"
                ),
                (.search, "\(language)/islandora/search\(URLPiece.end)|\(language)/search\(URLPiece.end)"),
                (.feed, #"\#(language)/(?:rss\.xml|feed|islandora_solr_rss)\#(URLPiece.end)"#),
                (.harvesting, "/oai2?\(URLPiece.end)"),
                (.api, "/islandora/rest/|/rest/"),
                (.browse, "\(language)/(?:browse|islandora)/?(?:[?]|$)"),
                (.login, "\(language)/user\(URLPiece.end)"),
                (.editing, "\(language)/(?:admin|node/add)\(URLPiece.end)"),
                (.staticFile, "/(?:misc|modules|themes|sites/[^/?#]+/(?:files/(?:css|js)|modules|themes|libraries))/"),
            ], tools: settings.tools)
    }

    /// Takes a line apart and looks what its target is.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { try classify($0.withSingleSlashes) }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }

    private func classify(_ target: Target) throws -> Classification {
        if let match = try target.match(object) {
            return web.investigation(of: identifier(match), page: page(of: match))
        }
        guard let match = try target.match(datastream) else { return try excluded.classification(of: target) }
        let name = match.text("datastream")
        if let rule = Self.rule(ofDatastream: name.uppercased()) {
            return .excluded(Exclusion(rule, detail: name))
        }
        return web.request(of: identifier(match), part: name, page: page(of: match), target)
    }

    private func identifier(_ match: TargetMatch) -> String { "\(match.text("namespace"))_\(match.text("id"))" }

    private func page(of match: TargetMatch) -> String {
        "\(match.text("language"))/islandora/object/\(match.text("namespace")):\(match.text("id"))"
    }

    /// Why a datastream does not count; nil for those that do.
    private static func rule(ofDatastream name: String) -> ExclusionRule? {
        switch name {
        case "OBJ", "PDF", "MP4", "MP3", "PROXY_MP3": nil
        case "TN": .thumbnail
        case "JP2", "JPG", "MEDIUM_SIZE", "PREVIEW": .preview
        case "FULL_TEXT", "HOCR", "OCR": .extractedText
        case "AUDIT", "COLLECTION_POLICY", "DC", "MADS", "MODS", "POLICY", "RELS-EXT", "RELS-INT", "TECHMD": .metadata
        default: .derivative
        }
    }
}
