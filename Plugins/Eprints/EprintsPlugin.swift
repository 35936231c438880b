public import PluginAPI

/// EPrints 3: abstract pages `/ID/` or `/id/eprint/ID/`, documents `/ID/POSITION/NAME`. Thumbnails and other relations
/// of a document carry a suffix at the position (`1.haslightboxThumbnailVersion`) and so are no Requests. A path of one
/// number is taken for an item's also where a site has pages of years (`/2024/`) (usage-protocols.md, sections 6.2 and
/// 6.4).
public struct EprintsPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "eprints"

    /// One line for `loglines plugins`.
    public static let summary = "EPrints 3"

    /// The options of every web log.
    public static let options = PluginOption.common

    private let web: WebLog
    private let abstractPage: any TextPattern
    private let document: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let eprint = #"^(?<long>(?:/id/eprint)?)/0*(?<id>[1-9][0-9]*)"#
        let end = URLPiece.query
        abstractPage = try settings.tools.pattern(#"\#(eprint)/(?:index\.html)?\#(end)"#, ignoringCase: true)
        document = try settings.tools.pattern(
            "\(eprint)/0*(?<position>[1-9][0-9]*)/(?<name>[^?#]+)\(end)", ignoringCase: true)
        excluded = try ExcludedTargets(Self.besidesItems, tools: settings.tools)
    }

    /// Takes a line apart and looks what its target is.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { target in
            let target = target.withSingleSlashes
            if let match = try target.match(abstractPage) {
                return web.investigation(of: match.text("id"), page: page(of: match))
            }
            guard let match = try target.match(document) else { return try excluded.classification(of: target) }
            let name = match.text("name")
            guard name.lowercased() != "indexcodes.txt" else {
                return .excluded(Exclusion(.extractedText, detail: name))
            }
            return web.request(of: match.text("id"), part: match.text("position"), page: page(of: match), target)
        }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }

    private func page(of match: TargetMatch) -> String { "\(match.text("long"))/\(match.text("id"))/" }

    /// What EPrints serves besides items.
    private static let besidesItems: [(rule: ExclusionRule, pattern: String)] = {
        let position = "(?:/id/eprint)?/[0-9]+/[0-9]+"
        let end = URLPiece.end
        return [
            (.extractedText, #"\#(position)\.hasindexcodes[a-z]*/|/[^?#]*/indexcodes\.txt$"#),
            (.thumbnail, #"\#(position)\.has[a-z_]*thumbnail[a-z_]*/"#),
            (.derivative, #"\#(position)\.has[a-z0-9_]+/"#),
            (.metadata, "/cgi/(?:export|exportview)\(end)|/cgi/search/[^?#]*/export_"),
            (.feed, "/cgi/(?:latest_tool|feed)\(end)|/cgi/search/[^?#]*[?](?:[^#]*&)?output=(?:RSS|Atom)"),
            (.search, "/cgi/(?:search|facet)\(end)"),
            (.browse, "/view\(end)|/cgi/latest\(end)"),
            (.harvesting, "/cgi/oai2?\(end)"),
            (.statistics, "/cgi/stats?\(end)|/statistics\(end)"),
            (.login, "/cgi/(?:users/login|logout|register|reset_password|set_password)\(end)"),
            (.editing, "/cgi/users\(end)|/sword-app\(end)"),
            (.api, "/id/(?!eprint/[0-9]+/?(?:[?]|$))|/rest\(end)"),
            (.staticFile, "/(?:style|javascript|images)/"),
        ]
    }()
}
