public import PluginAPI

/// EPrints 3: abstract pages `/ID/` or `/id/eprint/ID/`, documents `/ID/POSITION/NAME`. Thumbnails and other relations of
/// a document carry a suffix at the position (`1.haslightboxThumbnailVersion`) and so are no items
/// (usage-protocols.md, sections 6.2 and 6.4).
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

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let eprint = #"^(?<long>(?:/id/eprint)?)/0*(?<id>[1-9][0-9]*)"#
        let end = #"(?:\?[^#]*)?$"#
        abstractPage = try settings.tools.pattern(#"\#(eprint)/(?:index\.html)?\#(end)"#, ignoringCase: true)
        document = try settings.tools.pattern(
            "\(eprint)/0*(?<position>[1-9][0-9]*)/(?<name>[^?#]+)\(end)", ignoringCase: true)
    }

    /// Takes a line apart and looks what its target is.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { target in
            if let match = try target.match(abstractPage) {
                return web.investigation(of: match.text("id"), page: page(of: match))
            }
            guard let match = try target.match(document) else { return .notAnItem }
            let name = match.text("name")
            guard name.lowercased() != "indexcodes.txt" else {
                return .excluded(Exclusion(rule: "extracted text", detail: name))
            }
            return web.request(of: match.text("id"), part: match.text("position"), page: page(of: match), target)
        }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { web.openURLParams(line) }

    private func page(of match: TargetMatch) -> String { "\(match.text("long"))/\(match.text("id"))/" }
}
