public import PluginAPI

/// Open Journal Systems 3: article pages `/article/view/ID`, galleys `/article/download/ID/GALLEY`, each after
/// `index.php`, the journal and a language as the installation writes them. The local identifier is `article/ID`.
///
/// An ID may also be the word that an editor chose for the address; it stays that word until something looks up the
/// number. `/article/view/ID/GALLEY` shows a viewer, which fetches the galley itself and so is not counted besides it
/// (usage-protocols.md, sections 6.2 and 6.4).
public struct OjsPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "ojs"

    /// One line for `loglines plugins`.
    public static let summary = "Open Journal Systems 3"

    /// The options of every web log.
    public static let options = PluginOption.common

    private let web: WebLog
    private let article: any TextPattern
    private let galley: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let journal =
            #"(?:(?:/[^/?#]+){0,2}?/index\.php)?(?:/[^/?#]+)?\#(URLPiece.locale)"#
        let version = "(?:/version/[0-9]+)?"
        article = try settings.tools.pattern(
            "^(?<journal>\(journal))/article/view/(?<id>[^/?#]+)\(version)/?\(URLPiece.query)", ignoringCase: true)
        galley = try settings.tools.pattern(
            "^(?<journal>\(journal))/article/download/(?<id>[^/?#]+)\(version)/(?<galley>[^/?#]+)(?:/[^?#]*)?\(URLPiece.query)",
            ignoringCase: true)
        excluded = try ExcludedTargets(
            [
                (.staticFile, "(?:/[^/?#]+)?/(?:lib|plugins|public|js|styles|cache|templates)/"),
                (.filePage, "\(journal)/article/(?:view/[^/?#]+/|viewFile|downloadSuppFile|viewPDFInterstitial)"),
                (.bulkDownload, "\(journal)/issue/(?:download|viewFile)\(URLPiece.end)"),
                (.collection, "\(journal)/issue\(URLPiece.end)"),
                (.metadata, "\(journal)/(?:citationstylelanguage|rt)/"),
                (.feed, "\(journal)/(?:gateway/plugin/(?:WebFeed|Announcement)|feed)"),
                (.harvesting, "\(journal)/oai\(URLPiece.end)"),
                (.search, "\(journal)/search\(URLPiece.end)"),
                (.browse, "\(journal)/catalog\(URLPiece.end)"),
                (.login, "\(journal)/(?:login|user)\(URLPiece.end)"),
                (.api, #"\#(journal)/(?:api/v1|\$\$\$call\$\$\$|gateway)\#(URLPiece.end)"#),
                (.statistics, "\(journal)/stats\(URLPiece.end)"),
                (
                    .editing,
                    "\(journal)/(?:submissions?|dashboard|workflow|authorDashboard|reviewer|management|admin|manager|editor|author)\(URLPiece.end)"
                ),
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
            return web.investigation(of: identifier(match), page: page(of: match))
        }
        if let match = try target.match(galley) {
            return web.request(of: identifier(match), part: match.text("galley"), page: page(of: match), target)
        }
        return try excluded.classification(of: target)
    }

    private func identifier(_ match: TargetMatch) -> String { "article/\(match.text("id"))" }

    private func page(of match: TargetMatch) -> String { "\(match.text("journal"))/article/view/\(match.text("id"))" }
}
