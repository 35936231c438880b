public import PluginAPI

/// Samvera's Hyrax: works `/concern/TYPE/ID`, files `/downloads/ID`.
///
/// A download names its file set, of which a resolver knows the work; without one the file set is the local identifier.
/// With `file=` a download is something derived of the file, unless it is `original_file` (usage-protocols.md, sections
/// 6.2 and 6.4).
public struct HyraxPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "hyrax"

    /// One line for `loglines plugins`.
    public static let summary = "Samvera Hyrax"

    /// The options of every web log.
    public static let options = PluginOption.common

    /// What its addresses name besides items.
    public static let references: Set<Reference.Kind> = [.fileset]

    private let web: WebLog
    private let work: any TextPattern
    private let download: any TextPattern
    private let workExport: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let work = "^/concern/(?!(?:parent|file_sets)/)(?<type>[a-z0-9_]+)/(?<id>[a-z0-9-]{6,})"
        self.work = try settings.tools.pattern(#"\#(work)/?\#(URLPiece.query)"#, ignoringCase: true)
        workExport = try settings.tools.pattern(
            #"\#(work)(?:\.[a-z]+|/manifest(?:\.json)?)\#(URLPiece.query)"#, ignoringCase: true)
        download = try settings.tools.pattern("^/downloads/(?<id>[a-z0-9-]+)\(URLPiece.query)", ignoringCase: true)
        excluded = try ExcludedTargets(
            [
                (.filePage, "/concern/(?:parent/[^/?#]+/)?file_sets/[^/?#]+/?(?:[?]|$)"),
                (.editing, "/concern/[^?#]*/(?:new|edit|file_manager|inspect_work)(?:[/?.]|$)"),
                (.statistics, "/concern/[^?#]*/stats\(URLPiece.end)|/(?:works|files)/[^/?#]+/stats\(URLPiece.end)"),
                (.feed, #"/catalog\.(?:rss|atom)\#(URLPiece.end)"#),
                (.harvesting, "/catalog/oai\(URLPiece.end)|/oai\(URLPiece.end)"),
                (.search, #"/catalog(?:/facet/[^?#]*|\.json|/opensearch[^?#]*)?/?(?:[?]|$)"#),
                (.collection, "/collections/"),
                (.preview, "/images/|/iiif/"),
                (.login, "/users/(?:sign_in|sign_out|sign_up|auth|password)|/login\(URLPiece.end)"),
                (.editing, "/dashboard\(URLPiece.end)|/admin\(URLPiece.end)|/uploads\(URLPiece.end)"),
                (.staticFile, "/(?:assets|packs|branding)/"),
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
        if let match = try target.match(work) {
            let id = match.text("id")
            return web.investigation(of: id, page: "/concern/\(match.text("type"))/\(id)")
        }
        if let match = try target.match(download) {
            let file = target.query("file") ?? []
            switch String(decoding: file, as: UTF8.self) {
            case "", "original_file": return web.request(of: Reference(.fileset, match.text("id")), target)
            case "thumbnail": return .excluded(Exclusion(.thumbnail))
            case let derivative: return .excluded(Exclusion(.derivative, detail: derivative))
            }
        }
        if try target.match(workExport) != nil { return .excluded(Exclusion(.metadata)) }
        return try excluded.classification(of: target)
    }
}
