public import PluginAPI

/// InvenioRDM, as Zenodo has it: records `/records/ID`, their files below `/files/` and the same through the API;
/// `/record/ID` as Zenodo had it before 2023. Each version of a record has an ID of its own.
///
/// A member of an archive (`/files/ZIP/container/PATH`) is a Request of the record as the archive is
/// (usage-protocols.md, sections 6.2 and 6.4).
public struct InvenioPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "invenio"

    /// One line for `loglines plugins`.
    public static let summary = "InvenioRDM, Zenodo"

    /// The options of every web log.
    public static let options = PluginOption.common

    private let web: WebLog
    private let record: any TextPattern
    private let file: any TextPattern
    private let content: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let record = "^(?<page>/records?/(?<id>[a-z0-9-]+))"
        self.record = try settings.tools.pattern("\(record)/?\(URLPiece.query)", ignoringCase: true)
        file = try settings.tools.pattern("\(record)/files/(?<name>[^?#]+)\(URLPiece.query)", ignoringCase: true)
        content = try settings.tools.pattern(
            "^/api/records/(?<id>[a-z0-9-]+)/files/(?<name>[^?#]+)/content\(URLPiece.query)", ignoringCase: true)
        let below = "/(?:api/)?records?/[^/?#]+"
        excluded = try ExcludedTargets(
            [
                (.metadata, "\(below)/export\(URLPiece.end)"),
                (.preview, "\(below)/preview\(URLPiece.end)"),
                (.thumbnail, "\(below)/thumb[0-9]|/badge/"),
                (.derivative, "\(below)/media-files\(URLPiece.end)"),
                (.bulkDownload, "\(below)/files-archive\(URLPiece.end)"),
                (.preview, "/api/iiif/"),
                (.editing, "/api/(?:records/[^/?#]+/draft|user)\(URLPiece.end)"),
                (.api, "/api\(URLPiece.end)"),
                (.harvesting, "/oai2d\(URLPiece.end)"),
                (.search, "/search\(URLPiece.end)|/communities/[^/?#]+/(?:records|search)\(URLPiece.end)"),
                (.collection, "/(?:communities|collections)\(URLPiece.end)"),
                (.login, "/(?:login|logout|signup|oauth|lost-password)\(URLPiece.end)"),
                (.editing, "/(?:uploads|deposit|me|account|administration|requests)\(URLPiece.end)"),
                (.statistics, "/(?:api/)?stats\(URLPiece.end)"),
                (.staticFile, "/static/"),
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
        if let match = try target.match(record) {
            // `preview=1` shows a draft, which only those see who edit it.
            guard target.query("preview")?.elementsEqual("1".utf8) != true else {
                return .excluded(Exclusion(.editing))
            }
            return web.investigation(of: match.text("id"), page: match.text("page"))
        }
        if let match = try target.match(file) {
            return web.request(of: match.text("id"), part: match.text("name"), page: match.text("page"), target)
        }
        if let match = try target.match(content) {
            let id = match.text("id")
            return web.request(of: id, part: match.text("name"), page: "/records/\(id)", target)
        }
        return try excluded.classification(of: target)
    }
}
