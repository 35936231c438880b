public import PluginAPI

/// Portals of Pure: publications `/publications/TITLE`, files `/ws/portalfiles/portal/ID/NAME`, each with or without a
/// language before it.
///
/// Neither address holds the publication's identifier, which a resolver knows; without one the title of the page or the
/// number of the file is the local identifier. The number changes when the file is replaced (usage-protocols.md, sections
/// 6.2 and 6.4).
public struct PurePlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "pure"

    /// One line for `loglines plugins`.
    public static let summary = "Pure portals"

    /// The options of every web log.
    public static let options = PluginOption.common

    /// What its addresses name besides items.
    public static let references: Set<Reference.Kind> = [.file, .page]

    private let web: WebLog
    private let publication: any TextPattern
    private let file: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let language = URLPiece.locale
        publication = try settings.tools.pattern(
            "^(?<page>\(language)/publications/(?<title>[^/?#]+))/?\(URLPiece.query)", ignoringCase: true)
        file = try settings.tools.pattern(
            "^\(language)/ws/portalfiles/portal/(?<id>[0-9]+)/(?<name>[^?#]+)\(URLPiece.query)", ignoringCase: true)
        let kinds = "publications|datasets|persons|organisations|projects|activities|prizes|press-media|equipments"
        excluded = try ExcludedTargets(
            [
                (.feed, "\(language)/[^?#]*[?](?:[^#]*&)?format=rss|\(language)/rss\(URLPiece.end)"),
                (.search, "\(language)/search(?:All)?\(URLPiece.end)|\(language)/(?:\(kinds))/?[?](?:[^#]*&)?search="),
                (.browse, "\(language)/(?:\(kinds))/?(?:[?]|$)"),
                (.metadata, "\(language)/publications/[^/?#]+/(?:export|fingerprints)\(URLPiece.end)"),
                (.harvesting, "/ws/oai\(URLPiece.end)"),
                (.api, "/ws/(?:api|rest)\(URLPiece.end)"),
                (.login, "\(language)/(?:login|logout|auth)\(URLPiece.end)"),
                (.editing, "/admin\(URLPiece.end)"),
                (.staticFile, "/(?:resources|skin|_nuxt)/"),
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
        if let match = try target.match(publication) {
            return web.investigation(of: Reference(.page, match.text("title")), page: match.text("page"), target)
        }
        if let match = try target.match(file) { return web.request(of: Reference(.file, match.text("id")), target) }
        return try excluded.classification(of: target)
    }
}
