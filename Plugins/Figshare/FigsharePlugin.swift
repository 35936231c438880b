public import PluginAPI

/// figshare and the portals of institutions on it: items `/articles/TYPE/TITLE/ID`, with or without a version, and
/// files `/ndownloader/files/ID`. The local identifier is `article/ID`, whatever the version.
///
/// A download names the file alone, of which a resolver knows the article; without one it is the local identifier. The
/// server answers downloads with a redirection to its store; `statuses = 200 302 304` counts them where the log is
/// figshare's own (usage-protocols.md, sections 6.2 and 6.4).
public struct FigsharePlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "figshare"

    /// One line for `loglines plugins`.
    public static let summary = "figshare and its portals"

    /// The options of every web log.
    public static let options = PluginOption.common

    /// What its addresses name besides items.
    public static let references: Set<Reference.Kind> = [.file]

    private let web: WebLog
    private let article: any TextPattern
    private let file: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        article = try settings.tools.pattern(
            "^(?<page>/articles/[a-z_]+/[^/?#]+/(?<id>[0-9]+))(?:/(?<version>[0-9]+))?/?\(URLPiece.query)",
            ignoringCase: true)
        file = try settings.tools.pattern("^/ndownloader/files/(?<id>[0-9]+)/?\(URLPiece.query)", ignoringCase: true)
        excluded = try ExcludedTargets(
            [
                (.bulkDownload, "/ndownloader/articles/"),
                (.preview, "/ndownloader/(?:files/[0-9]+/)?preview|/[^?#]*/preview/"),
                (.thumbnail, #"/[^?#]*/thumb[^/?#]*\#(URLPiece.query)"#),
                (.metadata, "/articles/[^?#]*/(?:export|citations?)\(URLPiece.end)|/export/"),
                (.search, "/search\(URLPiece.end)"),
                (.browse, "/(?:browse|categories|authors)\(URLPiece.end)"),
                (.collection, "/(?:collections|projects)\(URLPiece.end)"),
                (.feed, "/(?:rss|feed)\(URLPiece.end)"),
                (.harvesting, "/v2/oai\(URLPiece.end)"),
                (.api, "/(?:v[12]|api)\(URLPiece.end)"),
                (.login, "/(?:account/(?:login|register|logout)|login|logout)\(URLPiece.end)"),
                (.editing, "/account\(URLPiece.end)"),
                (.statistics, "/stats\(URLPiece.end)"),
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
        if let match = try target.match(article) {
            return web.investigation(of: "article/\(match.text("id"))", page: match.text("page"))
        }
        if let match = try target.match(file) { return web.request(of: Reference(.file, match.text("id")), target) }
        return try excluded.classification(of: target)
    }
}
