public import PluginAPI

/// Dataverse: datasets `/dataset.xhtml?persistentId=…`, files `/api/access/datafile/ID`, and the pages of files.
///
/// A dataset's OAI identifier is its persistent one as it stands (`doi:10.7910/DVN/ABC`), so `oai_prefix` is not put
/// before it. A file's hit names the file, of which a resolver knows the dataset; without one the file's number is the
/// local identifier.
/// Where the repository hands downloads to a store of its own (303 See Other), `statuses = 200 303 304` counts them
/// (usage-protocols.md, sections 6.2 and 6.4).
public struct DataversePlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "dataverse"

    /// One line for `loglines plugins`.
    public static let summary = "Dataverse"

    /// The options of every web log.
    public static let options = PluginOption.common

    /// What its addresses name besides items.
    public static let references: Set<Reference.Kind> = [.file]

    private let web: WebLog
    private let datasetPage: any TextPattern
    private let filePage: any TextPattern
    private let file: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        datasetPage = try settings.tools.pattern(#"^/dataset\.xhtml\?"#, ignoringCase: true)
        filePage = try settings.tools.pattern(#"^/file\.xhtml\?"#, ignoringCase: true)
        file = try settings.tools.pattern(
            "^/api/(?:v1/)?access/datafile/(?:(?<id>[0-9]+)|:persistentId/?)\(URLPiece.query)", ignoringCase: true)
        let access = "/api/(?:v1/)?access"
        excluded = try ExcludedTargets(
            [
                (
                    .metadata,
                    #"\#(access)/datafile/[^/?#]+/(?:metadata|auxiliary|citation)\#(URLPiece.end)"#
                ),
                (.bulkDownload, "\(access)/(?:datafiles|dataset|datafile/bundle)\(URLPiece.end)"),
                (.thumbnail, #"\#(access)/(?:dvCardImage|fileCardImage|dsCardImage|datasetVersion)/|/logos/"#),
                (.metadata, #"/citation\#(URLPiece.end)|/api/(?:v1/)?datasets/export\#(URLPiece.end)"#),
                (.search, "/api/(?:v1/)?search\(URLPiece.end)"),
                (.api, "/(?:api|dvn/api)\(URLPiece.end)"),
                (.harvesting, "/oai\(URLPiece.end)"),
                (.search, #"/(?:dataverse/[^/?#]+|dataverse\.xhtml)/?\?(?:[^#]*&)?(?:q|fq[0-9]*)="#),
                (.collection, #"/dataverse(?:\.xhtml)?\#(URLPiece.end)"#),
                (
                    .login,
                    #"/(?:loginpage\.xhtml|logout|oauth2|shib\.xhtml|dataverseuser\.xhtml|passwordreset\.xhtml)\#(URLPiece.end)"#
                ),
                (.editing, #"/(?:editdatafiles\.xhtml|dashboard[^/?#]*\.xhtml|dvn/)"#),
                (.staticFile, #"/(?:resources|javax\.faces\.resource|jakarta\.faces\.resource)/"#),
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
        if try target.match(datasetPage) != nil {
            if target.query("version")?.elementsEqual("DRAFT".utf8) == true { return .excluded(Exclusion(.editing)) }
            return persistentID(in: target).map { web.use(.investigation, ofItem: $0, target) } ?? .notAnItem
        }
        if try target.match(filePage) != nil {
            if let id = persistentID(in: target) { return use(.investigation, ofFile: id, target) }
            guard let id = target.query("fileId"), !id.isEmpty else { return .notAnItem }
            return web.investigation(of: Reference(.file, String(decoding: id, as: UTF8.self)), page: nil, target)
        }
        guard let match = try target.match(file) else { return try excluded.classification(of: target) }
        if target.query("imageThumb") != nil { return .excluded(Exclusion(.thumbnail)) }
        if match["id"] != nil { return web.request(of: Reference(.file, match.text("id")), target) }
        return persistentID(in: target).map { use(.request, ofFile: $0, target) } ?? .notAnItem
    }

    /// A file with a persistent identifier of its own: without a resolver that stands for the dataset's.
    private func use(_ event: UsageEvent, ofFile id: String, _ target: Target) -> Classification {
        web.use(event, ofItem: id, target, lookingUp: Reference(.file, id))
    }

    /// The identifier in the query, decoded once; nil when it is none of the kinds that Dataverse gives.
    private func persistentID(in target: Target) -> String? {
        guard let value = target.query("persistentId") else { return nil }
        let identifier = PercentEncoding.decodedOnce(value)
        return ["doi:10.", "hdl:", "perma:"].contains { identifier.hasPrefix($0) && identifier != $0 }
            ? identifier : nil
    }
}
